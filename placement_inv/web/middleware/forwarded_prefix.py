"""Where a proxy says that the service is mounted."""

import re

from placement_inv.web import errors

#: What paths are made of, without what ends the path of a cookie.
_PREFIX = re.compile(r"[A-Za-z0-9/._~!$&'()*+=:@%-]*")


class ForwardedPrefix:
    """Refuses an `X-Forwarded-Prefix` that is no path.

    `http_proxy_to_wsgi` puts it before the paths in links, Location and
    cookies, which a client sees and not every text can be in.
    """

    def __init__(self, application, refuse):
        self._application = application
        self._refuse = refuse

    def __call__(self, environ, start_response):
        prefix = environ.get('HTTP_X_FORWARDED_PREFIX', '')
        if not _PREFIX.fullmatch(prefix):
            return self._refuse(
                errors.MalformedPrefix(), environ, start_response
            )
        return self._application(environ, start_response)
