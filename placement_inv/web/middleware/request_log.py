"""One line a request: who asked what, the answer, and how long it took."""

import logging
import time

LOG = logging.getLogger(__name__)


class RequestLog:
    """Logs every request when its answer is complete."""

    _FORMAT = (
        '%(remote)s "%(method)s %(uri)s" status: %(status)s len: %(length)s '
        'time: %(seconds).4f microversion: %(version)s'
    )

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        if not LOG.isEnabledFor(logging.INFO):
            return self._application(environ, start_response)
        started = time.monotonic()

        def logging_start_response(status, headers, exc_info=None):
            self._log(environ, status, headers, time.monotonic() - started)
            return start_response(status, headers, exc_info)

        return self._application(environ, logging_start_response)

    def _log(self, environ, status, headers, seconds):
        found = {name.lower(): value for name, value in headers}
        LOG.info(
            self._FORMAT,
            {
                'remote': environ.get('REMOTE_ADDR', '-'),
                'method': environ['REQUEST_METHOD'],
                'uri': _uri(environ),
                'status': status.split(None, 1)[0],
                'length': found.get('content-length', '-'),
                'seconds': seconds,
                'version': found.get('openstack-api-version', '-'),
            },
        )


def _uri(environ):
    query = environ.get('QUERY_STRING')
    path = environ.get('SCRIPT_NAME', '') + environ.get('PATH_INFO', '')
    # A log line is one line whatever a client sends.
    return (
        (f'{path}?{query}' if query else path)
        .encode('unicode_escape')
        .decode('ascii')
    )
