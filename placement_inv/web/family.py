"""One API family as a WSGI application: identity, version, route, response."""

import functools
import logging

import microversion_parse

from placement_inv import exceptions
from placement_inv.web import errors
from placement_inv.web import request
from placement_inv.web import response as responses
from placement_inv.web import router
from placement_inv.web import token_scope
from placement_inv.web import versions
from placement_inv.web.middleware import locations

LOG = logging.getLogger(__name__)

_VERSION_HEADER = microversion_parse.STANDARD_HEADER
#: A status of nginx. The client has left; it only appears in the log.
_CLIENT_LEFT = '499 Client Closed Request'


class Family:
    """Answers the requests of one family.

    `history` has the family's versions, `table` its routes.
    `render(error, status, req)` returns the response to an error; `statuses`
    maps domain errors to statuses; `public` are the paths that need no
    identity. Requests without a version get `default_version` (text, may be
    'latest'), or else the first version. `awx_compatible` is the router's;
    such a family also sends Allow in every response of a route, and Location
    as a path. `enter(req)` is called before the handler if the caller is
    known and policy allows the request. `challenge` replaces the
    WWW-Authenticate of the authentication in responses to unknown callers.
    """

    def __init__(
        self,
        history,
        table,
        statuses,
        render,
        public=frozenset(),
        default_version=None,
        awx_compatible=False,
        enter=None,
        challenge=None,
    ):
        self._history = history
        self._router = router.Router(table, awx_compatible)
        self._statuses = statuses
        self._render = render
        self._public = public
        self._awx_compatible = awx_compatible
        self._challenge = challenge
        self._default = default_version
        self._enter = enter
        self._numbers = history.numbers
        # PERF: clients send few different headers; each is parsed once.
        self._parse_version = functools.lru_cache(maxsize=256)(
            self._parse_version_header
        )
        if default_version not in (None, 'latest', *self._numbers):
            raise ValueError(
                f'{history.service_type} has no version {default_version}'
            )

    def __call__(self, environ, start_response):
        req = request.Request(environ)
        return self._respond(req)(environ, start_response)

    def _respond(self, req):
        try:
            response = self._answer(req)
        except exceptions.ClientLeft as error:
            LOG.info('%s', error)
            response = responses.Response(status=_CLIENT_LEFT)
        except Exception as error:
            status = errors.status_of(error, self._statuses)
            if status is None:
                raise
            response = self._render(error, status, req)
            response.headers.update(errors.headers_of(error))
        self._name_version(req, response)
        if req.allow_header:
            response.headers.setdefault('Allow', req.allow_header)
        if self._awx_compatible and response.location:
            locations.keep(req.environ, response.location)
        return response

    def _answer(self, req):
        if req.refusal is not None:
            raise req.refusal
        req.require_text()
        self._identify(req)
        req.version = self._negotiate(req)
        # OpenStack Placement checks this before it looks for the route.
        if req.content_length and not req.content_type:
            raise errors.MissingContentType()
        req.endpoint = self._router.find(req)
        is_known = req.ctx.user_id is not None
        return req.endpoint(req, self._enter if is_known else None)

    def _identify(self, req):
        """Raise Unauthenticated if the path needs a caller and has none.

        Raise the error of the token's scope if it does not allow the request.
        """
        path = req.path_info.rstrip('/') or '/'
        if path in self._public:
            return
        if req.ctx.user_id is None:
            challenge = self._challenge or req.challenge
            raise errors.Unauthenticated(
                headers={'WWW-Authenticate': challenge} if challenge else None
            )
        token_scope.check(req)

    def _negotiate(self, req):
        """Return the requested version.

        Raises UnacceptableVersion or MalformedVersion.
        """
        try:
            return self._parse_version(req.headers.get(_VERSION_HEADER))
        except ValueError as error:
            raise errors.UnacceptableVersion(reason=str(error)) from error
        except TypeError as error:
            raise errors.MalformedVersion(reason=str(error)) from error

    def _parse_version_header(self, header):
        """Return the version that a header requests of this family.

        Raises ValueError for an unknown version, TypeError for a text that is
        no version.
        """
        service_type = self._history.service_type
        headers = {_VERSION_HEADER: header} if header else {}
        if self._default is not None and not microversion_parse.get_version(
            headers, service_type
        ):
            headers = {_VERSION_HEADER: f'{service_type} {self._default}'}
        version = microversion_parse.extract_version(
            headers, service_type, self._numbers
        )
        return versions.parse(str(version))

    def _name_version(self, req, response):
        response.headers.add('vary', _VERSION_HEADER)
        try:
            version = req.version
        except KeyError:
            return
        response.headers.add(
            _VERSION_HEADER, f'{self._history.service_type} {version}'
        )
