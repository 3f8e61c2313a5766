"""The headers by which AWX's clients recognize the service."""

import platform
import time

#: The product and version whose API this family has. Clients check both.
NAME = 'AWX'
VERSION = '24.6.1'

_NODE = 'X-API-Node'
_PRODUCT = 'X-API-Product-Name'
_PRODUCT_VERSION = 'X-API-Product-Version'
_SECONDS = 'X-API-Total-Time'
_REQUEST = 'X-API-Request-Id'


class ProductHeaders:
    """WSGI middleware that adds the headers of the product to answers."""

    def __init__(self, application):
        self._application = application
        self._node = platform.node()

    def __call__(self, environ, start_response):
        start = time.monotonic()

        def start_with_headers(status, headers, exc_info=None):
            seconds = time.monotonic() - start
            all_headers = self._headers(environ, seconds)
            return start_response(status, [*headers, *all_headers], exc_info)

        return self._application(environ, start_with_headers)

    def _headers(self, environ, seconds):
        yield _PRODUCT, NAME
        # A cookie may identify the caller. Caches must not mix callers up.
        yield 'Vary', 'Accept, Cookie'
        yield _NODE, self._node
        yield _SECONDS, f'{seconds:.3f}s'
        request_id = environ.get('openstack.request_id')
        if request_id:
            yield _REQUEST, request_id
        # Unknown callers do not learn the version.
        if environ.get('HTTP_X_USER_ID'):
            yield _PRODUCT_VERSION, VERSION
