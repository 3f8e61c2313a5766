"""Turns unexpected errors into a 500 without internals."""

import logging

import orjson

LOG = logging.getLogger(__name__)

_BODY = 'The server has either erred or is incapable of performing the request'


class Faults:
    """Answers 500, and logs the error, if the application raises one."""

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        try:
            return self._application(environ, start_response)
        except Exception:
            LOG.exception(
                'Unexpected error at %s %s',
                environ.get('REQUEST_METHOD'),
                environ.get('PATH_INFO'),
            )
        request_id = environ.get('openstack.request_id', '')
        body = orjson.dumps(
            {
                'errors': [
                    {
                        'status': 500,
                        'title': 'Internal Server Error',
                        'detail': _BODY,
                        'request_id': request_id,
                    }
                ],
                'detail': _BODY,
            }
        )
        start_response(
            '500 Internal Server Error',
            [
                ('Content-Type', 'application/json'),
                ('Content-Length', str(len(body))),
            ],
        )
        return [body]
