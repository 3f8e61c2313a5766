"""Health checks: is the process alive, and is it ready for requests?"""

import orjson

from placement_inv import exceptions

ALIVE = '/healthz'
READY = '/readyz'

_NO_STORE = ('Cache-Control', 'no-store')


class Probes:
    """Answers two paths without authentication.

    `/healthz` only shows that requests are answered: a process must not be
    restarted because its database is down. `/readyz` shows that `ready()`
    raised no Unavailable.
    """

    def __init__(self, application, ready):
        self._application = application
        self._ready = ready

    def __call__(self, environ, start_response):
        path = environ.get('PATH_INFO')
        if path not in (ALIVE, READY):
            return self._application(environ, start_response)
        if environ['REQUEST_METHOD'] not in ('GET', 'HEAD'):
            return _answer(
                start_response,
                '405 Method Not Allowed',
                {'detail': 'Probes are read with GET or HEAD.'},
                ('Allow', 'GET, HEAD'),
            )
        status, document, *headers = '200 OK', {'status': 'ok'}, _NO_STORE
        try:
            if path == READY:
                self._ready()
        except exceptions.Unavailable as error:
            status = '503 Service Unavailable'
            document = {'status': 'unavailable', 'detail': str(error)}
            headers.append(('Retry-After', str(error.retry_after)))
        if environ['REQUEST_METHOD'] == 'HEAD':
            document = None
        return _answer(start_response, status, document, *headers)


def _answer(start_response, status, document, *headers):
    body = b'' if document is None else orjson.dumps(document)
    start_response(
        status,
        [
            ('Content-Type', 'application/json'),
            ('Content-Length', str(len(body))),
            *headers,
        ],
    )
    return [body]
