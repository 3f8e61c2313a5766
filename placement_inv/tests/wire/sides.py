"""The two sides: this service in this process, the peer over HTTP."""

import dataclasses
import http.client
import json
import urllib.parse

import webob

from placement_inv import conf
from placement_inv import deploy


@dataclasses.dataclass(frozen=True)
class Response:
    """The response of one side: status, headers in lower case, text."""

    status: int
    headers: dict
    text: str

    @property
    def document(self):
        """The parsed JSON, or the text if it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return self.text


class Ours:
    """This service, with the configuration file of a directory."""

    def __init__(self, directory, host):
        settings = conf.load(
            environ={'OS_PLACEMENT_CONFIG_DIR': str(directory)}
        )
        services = deploy.services(settings)
        deploy.prepare(services)
        self._application = deploy.loadapp(settings, services)
        self._host = host

    def send(self, method, path, headers, body):
        """Send a request; return the Response."""
        request = webob.Request.blank('/', base_url=f'http://{self._host}')
        path, _mark, query = path.partition('?')
        plain = urllib.parse.unquote_to_bytes(path).decode('latin-1')
        # As servers do with bytes that a client did not encode.
        query = query.encode().decode('latin-1')
        request.environ |= {'PATH_INFO': plain, 'QUERY_STRING': query}
        request.method = method
        if body is not None:
            request.body = body
        for name, value in headers.items():
            request.headers[name] = value
        response = request.get_response(self._application)
        return Response(
            response.status_int,
            {name.lower(): value for name, value in response.headers.items()},
            response.body.decode(),
        )


class Theirs:
    """A running OpenStack Placement."""

    def __init__(self, host):
        self._host = host

    def send(self, method, path, headers, body):
        """Send a request; return the Response."""
        connection = http.client.HTTPConnection(self._host, timeout=60)
        connection.putrequest(method, path, skip_accept_encoding=True)
        # The peer's server adds a media type if there is none.
        for name, value in {'content-type': '', **headers}.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader('content-length', str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return Response(
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            text,
        )
