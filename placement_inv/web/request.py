"""The request of a handler: context, version, path, body, query."""

import orjson
import webob

from placement_inv.web import errors
from placement_inv.web import validation

CONTEXT_KEY = 'placement_inv.context'
CHALLENGE_KEY = 'placement_inv.challenge'
#: A function that tells whether the client has closed its connection. Set by
#: the WSGI server, or by the code that loads the application into one.
CLIENT_HAS_LEFT_KEY = 'placement_inv.client_has_left'
REFUSAL_KEY = 'placement_inv.refusal'
_VERSION_KEY = 'placement_inv.version'
_PATH_KEY = 'placement_inv.path_items'
_ALLOW_KEY = 'placement_inv.allow'
_ROUTE_KEY = 'placement_inv.route'
_ENDPOINT_KEY = 'placement_inv.endpoint'

_NUL = '\0'
_NOT_UTF8 = {'reason': 'it is not UTF-8', 'error': None}


class Request(webob.Request):
    """A webob request with the attributes and checks that handlers need."""

    @property
    def ctx(self):
        """The RequestContext of the caller."""
        return self.environ[CONTEXT_KEY]

    @property
    def version(self):
        """The microversion of the family, a tuple."""
        return self.environ[_VERSION_KEY]

    @version.setter
    def version(self, version):
        self.environ[_VERSION_KEY] = version

    @property
    def path_items(self):
        """The variable parts of the path by name, as text."""
        return self.environ[_PATH_KEY]

    @path_items.setter
    def path_items(self, items):
        self.environ[_PATH_KEY] = items

    @property
    def route(self):
        """The pattern of the route, as `/hosts/{id}`; None before routing.

        It is in the WSGI environment, so that middleware can read it after the
        response.
        """
        return self.environ.get(_ROUTE_KEY)

    @route.setter
    def route(self, pattern):
        self.environ[_ROUTE_KEY] = pattern

    @property
    def endpoint(self):
        """The Endpoint of the request; None if routing found none."""
        return self.environ.get(_ENDPOINT_KEY)

    @endpoint.setter
    def endpoint(self, endpoint):
        self.environ[_ENDPOINT_KEY] = endpoint

    @property
    def allow_header(self):
        """The value of Allow for the route; None to send no such header."""
        return self.environ.get(_ALLOW_KEY)

    @allow_header.setter
    def allow_header(self, methods):
        self.environ[_ALLOW_KEY] = methods

    @property
    def challenge(self):
        """The value of WWW-Authenticate for unknown callers, None for none."""
        return self.environ.get(CHALLENGE_KEY)

    @property
    def client_has_left(self):
        """A function that tells whether the client has left.

        None if the server cannot tell.
        """
        return self.environ.get(CLIENT_HAS_LEFT_KEY)

    @property
    def refusal(self):
        """The error with which middleware refused the request, or None."""
        return self.environ.get(REFUSAL_KEY)

    def cookie(self, name):
        """Return the text of a cookie, None if there is none.

        A client can write any byte in quotes; a cookie that is no UTF-8 text
        is ignored.
        """
        try:
            return self.cookies.get(name)
        except UnicodeDecodeError:
            return None

    def require_text(self):
        """Raise if the path or query is no text, or contains NUL.

        Databases cannot store such texts. Raises NoSuchRoute, InvalidQuery.
        """
        if _NUL in self._decode('path_info', errors.NoSuchRoute()):
            raise errors.NoSuchRoute()
        query = self._decode('GET', errors.InvalidQuery(**_NOT_UTF8))
        if any(_NUL in text for pair in query.items() for text in pair):
            raise errors.InvalidQuery(reason='it contains NUL', error=None)

    def _decode(self, name, http_error):
        try:
            return getattr(self, name)
        except UnicodeDecodeError as error:
            raise http_error from error

    def bounded_body(self, limit=None):
        """Return the body's bytes; raise BodyTooLarge beyond `limit`.

        The default limit is `[api]max_request_body_size`. Raises
        IncompleteBody if the client sends less than it announced.
        """
        limit = limit or self.ctx.conf.api.max_request_body_size
        length = self.content_length
        if length is not None and length > limit:
            raise errors.BodyTooLarge(limit=limit)
        if length is not None and length < 0:
            # webob would read all that the client sends.
            raise errors.IncompleteBody()
        # The length of a chunked body is only known at its end.
        try:
            body = self.body_file.read(limit + 1)
        except OSError as error:
            raise errors.IncompleteBody() from error
        if len(body) > limit:
            raise errors.BodyTooLarge(limit=limit)
        return body

    def document(self):
        """Return the parsed JSON body; raise MalformedBody with the reason."""
        body = self.bounded_body()
        try:
            document = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise errors.MalformedBody(reason=str(error)) from error
        # PERF: few bodies contain these bytes and must be searched for NUL.
        if b'\\u0000' in body and validation.has_nul(document):
            raise errors.MalformedBody(reason='a text contains NUL')
        return document

    def json(self, schema):
        """Return the parsed body; raise InvalidBody unless it is valid.

        `schema` is a `validation.Schema`, or a function from version to one
        (see `versions.by_version`). Handlers call this after they have found
        the parent resource, where OpenStack Placement has the same order.
        """
        schema = schema(self.version) if callable(schema) else schema
        document = self.document()
        schema.check_body(document)
        return document

    def query(self, schema):
        """Return the query as {name: [values]}; raise InvalidQuery.

        `schema` is as in `json`.
        """
        schema = schema(self.version) if callable(schema) else schema
        return validation.check_query(self.GET, schema)
