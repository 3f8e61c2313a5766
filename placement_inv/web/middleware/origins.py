"""Requests that pages of other sites make a browser send.

A browser adds what it keeps of a user, a password or a cookie, to requests
that any page asks for. It also says where the page is from: in `Origin`, and
in `Sec-Fetch-Site`. Programs that are no browsers send neither.
"""

import logging

from placement_inv.web import errors
from placement_inv.web import origins
from placement_inv.web import token_scope

LOG = logging.getLogger(__name__)

_ANY = '*'
#: What `Sec-Fetch-Site` says of this service's own pages, and of requests
#: that no page asked for.
_OWN_SITES = frozenset(('same-origin', 'none'))


def middleware(application, conf, refuse, listed):
    """Wrap `application` so that pages of foreign origins change nothing.

    `listed` are the texts of `[cors]allowed_origin`. `refuse(error, environ,
    start_response)` answers what is refused.

    `*` tells browsers that pages of any origin may read answers to requests
    without credentials. It admits all of them where the only credentials are
    tokens, which no browser adds by itself.
    """
    strategy = conf.api.auth_strategy
    if _ANY in listed:
        if strategy == 'keystone':
            return application
        LOG.warning(
            '[cors]allowed_origin = * admits no origin with auth_strategy = '
            '%s: name the origins whose pages may call',
            strategy,
        )
    return Origins(
        application, refuse, listed, guards_reads=strategy == 'noauth2'
    )


class Origins:
    """Refuses unsafe methods of pages whose origin is not own or listed.

    `guards_reads` refuses their other requests, too: for services that
    believe whoever calls. What `http_proxy_to_wsgi` says of scheme and host
    has to be in the environment before.
    """

    def __init__(self, application, refuse, listed, guards_reads):
        self._application = application
        self._refuse = refuse
        self._listed = frozenset(map(origins.parse, listed)) - {None}
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
            if origin in self._listed:
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
