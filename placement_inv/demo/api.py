"""A client of the service: JSON over HTTP with the admin's token."""

import json
import urllib.request

_HEADERS = {
    'X-Auth-Token': 'admin',
    'OpenStack-API-Version': 'placement latest, host-inventory latest',
    'Accept': 'application/json',
}


class Client:
    """Calls one service; an answer that is no success raises HTTPError."""

    def __init__(self, url):
        self._url = url

    def get(self, path):
        return self._call('GET', path)

    def put(self, path, body=None):
        return self._call('PUT', path, body)

    def post(self, path, body):
        return self._call('POST', path, body)

    def _call(self, method, path, body=None):
        request = urllib.request.Request(  # noqa: S310 our own http URL
            self._url + path,
            method=method,
            headers=dict(_HEADERS),
            data=None if body is None else json.dumps(body).encode(),
        )
        if body is not None:
            request.add_header('Content-Type', 'application/json')
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None
