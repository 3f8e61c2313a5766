"""Logs one line a request: client, path, status, length and time."""

import logging
import time

LOG = logging.getLogger(__name__)


class RequestLog:
    """Logs every request at the start of its response."""

    _FORMAT = (
        '%(remote)s "%(method)s %(uri)s" status: %(status)s len: %(length)s '
        'time: %(seconds).4f microversion: %(version)s'
    )

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        if not LOG.isEnabledFor(logging.INFO):
            return self._application(environ, start_response)
        start = time.monotonic()

        def logging_start_response(status, headers, exc_info=None):
            self._log(environ, status, headers, time.monotonic() - start)
            return start_response(status, headers, exc_info)

        return self._application(environ, logging_start_response)

    def _log(self, environ, status, headers, seconds):
        values = {name.lower(): value for name, value in headers}
        LOG.info(
            self._FORMAT,
            {
                'remote': environ.get('REMOTE_ADDR', '-'),
                'method': environ['REQUEST_METHOD'],
                'uri': _uri(environ),
                'status': status.split(None, 1)[0],
                'length': values.get('content-length', '-'),
                'seconds': seconds,
                'version': values.get('openstack-api-version', '-'),
            },
        )


def _uri(environ):
    query = environ.get('QUERY_STRING')
    path = environ.get('SCRIPT_NAME', '') + environ.get('PATH_INFO', '')
    # A client must not be able to break a line of the log.
    return (
        (f'{path}?{query}' if query else path)
        .encode('unicode_escape')
        .decode('ascii')
    )
