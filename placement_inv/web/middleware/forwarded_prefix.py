"""Checks the path under which a proxy mounts the service."""

import re

from placement_inv.web import errors

#: Characters of paths, except for `;` and `,`, which end a cookie's path.
_PREFIX = re.compile(r"[A-Za-z0-9/._~!$&'()*+=:@%-]*")


class ForwardedPrefix:
    """Refuses an `X-Forwarded-Prefix` that is no path.

    `http_proxy_to_wsgi` puts the prefix before the paths in links, Location
    and cookies, where other characters have a meaning.
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
