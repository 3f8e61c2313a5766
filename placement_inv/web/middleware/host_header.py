"""Refuses requests whose `Host` header is missing, repeated or malformed."""

import functools

from placement_inv.web import errors
from placement_inv.web import origins

#: The version whose requests must have the header (RFC 9112, 3.2).
_NEEDS_HOST = 'HTTP/1.1'
#: The number of hosts whose check is cached; there are few.
_CACHE_SIZE = 64


class HostHeader:
    """Refuses requests that do not say which host they mean.

    A proxy may take one of two hosts, and the service the other one. The
    embedded server and uWSGI join repeated headers with a comma, which no host
    has.
    """

    def __init__(self, application, refuse):
        self._application = application
        self._refuse = refuse
        self._is_malformed = functools.lru_cache(_CACHE_SIZE)(_is_malformed)

    def __call__(self, environ, start_response):
        authority = environ.get('HTTP_HOST')
        if authority is None:
            if environ.get('SERVER_PROTOCOL') == _NEEDS_HOST:
                return self._refuse(
                    errors.HostMissing(), environ, start_response
                )
        elif self._is_malformed(authority):
            return self._refuse(
                errors.MalformedHost(), environ, start_response
            )
        return self._application(environ, start_response)


def _is_malformed(authority):
    return origins.split_authority(authority) is None
