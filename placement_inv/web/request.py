"""The request as handlers see it: context, version, path, body, query."""

import orjson
import webob

from placement_inv.web import errors
from placement_inv.web import validation

CONTEXT_KEY = 'placement_inv.context'
CHALLENGE_KEY = 'placement_inv.challenge'
#: A function that tells whether the client has closed its connection. The
#: WSGI server, or who loads the application into one, puts it there.
CLIENT_HAS_LEFT_KEY = 'placement_inv.client_has_left'
REFUSAL_KEY = 'placement_inv.refusal'
_VERSION_KEY = 'placement_inv.version'
_PATH_KEY = 'placement_inv.path_items'
_ALLOWED_KEY = 'placement_inv.allowed'
_ROUTE_KEY = 'placement_inv.route'
_ENDPOINT_KEY = 'placement_inv.endpoint'

_NUL = '\0'
_NOT_UTF8 = {'reason': 'it is not UTF-8', 'error': None}


class Request(webob.Request):
    """A webob request with what a handler needs beside the bare HTTP."""

    @property
    def ctx(self):
        """The RequestContext of the caller."""
        return self.environ[CONTEXT_KEY]

    @property
    def version(self):
        """The microversion of the family that answers, a tuple."""
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

        It stands in the WSGI environment, where middleware finds it after
        the answer.
        """
        return self.environ.get(_ROUTE_KEY)

    @route.setter
    def route(self, pattern):
        self.environ[_ROUTE_KEY] = pattern

    @property
    def endpoint(self):
        """The Endpoint that answers; None where routing found none."""
        return self.environ.get(_ENDPOINT_KEY)

    @endpoint.setter
    def endpoint(self, endpoint):
        self.environ[_ENDPOINT_KEY] = endpoint

    @property
    def allowed(self):
        """What Allow says of the path that was found, None for nothing."""
        return self.environ.get(_ALLOWED_KEY)

    @allowed.setter
    def allowed(self, methods):
        self.environ[_ALLOWED_KEY] = methods

    @property
    def challenge(self):
        """What WWW-Authenticate says to strangers, None for nothing."""
        return self.environ.get(CHALLENGE_KEY)

    @property
    def client_has_left(self):
        """A function that tells whether nobody waits for the answer.

        None where the server cannot know.
        """
        return self.environ.get(CLIENT_HAS_LEFT_KEY)

    @property
    def refusal(self):
        """The error by which the request was refused before, None for none."""
        return self.environ.get(REFUSAL_KEY)

    def cookie(self, name):
        """Return the text of a cookie, None where there is none.

        In quotes a client can write any byte; what is no text is none of ours.
        """
        try:
            return self.cookies.get(name)
        except UnicodeDecodeError:
            return None

    def require_text(self):
        """Raise where path or query are no text that a database can hold."""
        if _NUL in self._decode('path_info', errors.NoSuchRoute()):
            raise errors.NoSuchRoute()
        query = self._decode('GET', errors.InvalidQuery(**_NOT_UTF8))
        if any(_NUL in text for pair in query.items() for text in pair):
            raise errors.InvalidQuery(reason='it contains NUL', error=None)

    def _decode(self, name, failure):
        try:
            return getattr(self, name)
        except UnicodeDecodeError as error:
            raise failure from error

    def bounded_body(self, limit=None):
        """Return the body's bytes; BodyTooLarge past `limit`.

        By default as many bytes as the configuration lets every body have.
        """
        limit = limit or self.ctx.conf.api.max_request_body_size
        if self.content_length is not None and self.content_length > limit:
            raise errors.BodyTooLarge(limit=limit)
        # A chunked body tells its length only by ending.
        try:
            body = self.body_file.read(limit + 1)
        except OSError as error:
            raise errors.IncompleteBody() from error
        if len(body) > limit:
            raise errors.BodyTooLarge(limit=limit)
        return body

    def document(self):
        """Return the parsed JSON body; MalformedBody says what is wrong."""
        body = self.bounded_body()
        try:
            document = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise errors.MalformedBody(reason=str(error)) from error
        # The bytes are searched first: few bodies have to be walked.
        if b'\\u0000' in body and validation.has_nul(document):
            raise errors.MalformedBody(reason='a text contains NUL')
        return document

    def json(self, schema):
        """Return the parsed body once it satisfies `schema`.

        `schema` is a `validation.Schema`, or a function from version to one
        (see `versions.by_version`). Handlers call this after they know that
        the parent resource exists, where upstream does so too.
        """
        schema = schema(self.version) if callable(schema) else schema
        document = self.document()
        schema.check_body(document)
        return document

    def query(self, schema):
        """Return the query parameters once they satisfy `schema`."""
        schema = schema(self.version) if callable(schema) else schema
        return validation.check_query(self.GET, schema)
