"""Refuses requests that pages of other sites make a browser send.

A browser adds the user's password or cookie to the requests of any page. It
also sends the origin of the page in `Origin` and `Sec-Fetch-Site`. Programs
that are no browsers send neither header.
"""

import logging

from placement_inv.web import errors
from placement_inv.web import origins
from placement_inv.web import token_scope

LOG = logging.getLogger(__name__)

_ANY = '*'
#: Values of `Sec-Fetch-Site` for this service's own pages, and for requests
#: of the user, such as a typed address.
_OWN_SITES = frozenset(('same-origin', 'none'))


def middleware(application, conf, refuse, allowed_origins):
    """Wrap `application` so that pages of foreign origins change nothing.

    `allowed_origins` are the texts of `[cors]allowed_origin`. `refuse(error,
    environ, start_response)` answers a refused request.

    `*` tells browsers that pages of any origin may read responses to requests
    without credentials. With `keystone` it allows all requests, because no
    browser adds a token by itself; with other strategies it allows none.
    """
    strategy = conf.api.auth_strategy
    if _ANY in allowed_origins:
        if strategy == 'keystone':
            return application
        LOG.warning(
            '[cors]allowed_origin = * allows no origin with auth_strategy = '
            '%s: name the origins whose pages may call',
            strategy,
        )
    return Origins(
        application,
        refuse,
        allowed_origins,
        guards_reads=strategy == 'noauth2',
    )


class Origins:
    """Refuses unsafe methods of pages with another origin.

    The service's own origin and those in `allowed_origins` are allowed.
    `guards_reads` refuses safe methods of other origins, too: for services
    without authentication. `http_proxy_to_wsgi` must have set the scheme and
    the host in the environment before.
    """

    def __init__(self, application, refuse, allowed_origins, guards_reads):
        self._application = application
        self._refuse = refuse
        self._allowed_origins = frozenset(
            map(origins.parse, allowed_origins)
        ) - {None}
        self._guards_reads = guards_reads

    def __call__(self, environ, start_response):
        if 'HTTP_ORIGIN' in environ or 'HTTP_SEC_FETCH_SITE' in environ:
            error = self._find_error(environ)
            if error is not None:
                return self._refuse(error, environ, start_response)
        return self._application(environ, start_response)

    def _find_error(self, environ):
        is_safe = environ['REQUEST_METHOD'] in token_scope.SAFE_METHODS
        if is_safe and not self._guards_reads:
            return None
        text = environ.get('HTTP_ORIGIN')
        if text is not None:
            origin = origins.parse(text)
            if origin in self._allowed_origins:
                return None
            own = origins.find_own(environ)
            if origin is None or origin != own:
                return errors.ForeignOrigin(
                    origin=origin or 'an origin that has no name',
                    own=own or 'a host that has no name',
                )
        site = environ.get('HTTP_SEC_FETCH_SITE', 'none')
        if not is_safe and site not in _OWN_SITES:
            return errors.ForeignSite()
        return None
