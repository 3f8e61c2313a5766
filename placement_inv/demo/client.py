"""A small HTTP client for the public API."""

import json
import urllib.error
import urllib.parse
import urllib.request

_VERSIONS = 'placement 1.9, host-inventory 1.4'
_SECONDS = 60


class APIError(Exception):
    """The API answered with an error."""


class Client:
    """Calls both families at one URL as the admin."""

    def __init__(self, url):
        self._url = url
        # No proxies: the service is on this machine.
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({})
        )

    def get(self, path):
        return self.call('GET', path)

    def call(self, method, path, body=None, accept=()):
        """Return the parsed body of the response; None for an empty one.

        Raises APIError for an error whose status is not in `accept`.
        """
        request = urllib.request.Request(  # noqa: S310 (our own http URL)
            self._url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                'Content-Type': 'application/json',
                'OpenStack-API-Version': _VERSIONS,
                'X-Auth-Token': 'admin',
            },
        )
        try:
            with self._opener.open(request, timeout=_SECONDS) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            text = error.read()
            if error.code not in accept:
                raise APIError(
                    f'{method} {path}: {error.code} {text.decode()}'
                ) from error
        return json.loads(text) if text else None

    def ensure(self, path, body):
        """Return the item with the name in `body`; create it if missing."""
        query = urllib.parse.urlencode({'name': body['name']})
        items = self.get(f'{path}?{query}')['results']
        return items[0] if items else self.call('POST', path, body)
