"""What every answer says of the service, as AWX's clients look for it."""

import platform
import time

#: The AWX whose API this family is: clients refuse, or warn of, others.
NAME = 'AWX'
VERSION = '24.6.1'

_NODE = 'X-API-Node'
_PRODUCT = 'X-API-Product-Name'
_PRODUCT_VERSION = 'X-API-Product-Version'
_SECONDS = 'X-API-Total-Time'
_REQUEST = 'X-API-Request-Id'


class ProductHeaders:
    """Adds the headers of the product to the answers of an application."""

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
        # Who asks may be in a cookie: no cache gives the answer to others.
        yield 'Vary', 'Accept, Cookie'
        yield _NODE, self._node
        yield _SECONDS, f'{seconds:.3f}s'
        request_id = environ.get('openstack.request_id')
        if request_id:
            yield _REQUEST, request_id
        # Who is not known is not told the version either.
        if environ.get('HTTP_X_USER_ID'):
            yield _PRODUCT_VERSION, VERSION
