"""The two that answer: this service in the process, the peer over HTTP."""

import dataclasses
import http.client
import json
import urllib.parse

import webob

from placement_inv import conf
from placement_inv import deploy


@dataclasses.dataclass(frozen=True)
class Answer:
    """What one side said: status, headers in lower case, text."""

    status: int
    headers: dict
    text: str

    @property
    def document(self):
        """The JSON in it, or the text where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return self.text


class Ours:
    """This service as the configuration file in a directory says."""

    def __init__(self, directory, host):
        settings = conf.load(
            environ={'OS_PLACEMENT_CONFIG_DIR': str(directory)}
        )
        services = deploy.services(settings)
        deploy.prepare(services)
        self._application = deploy.loadapp(settings, services)
        self._host = host

    def ask(self, method, path, headers, body):
        """Return the Answer to one request."""
        request = webob.Request.blank('/', base_url=f'http://{self._host}')
        path, _mark, query = path.partition('?')
        plain = urllib.parse.unquote_to_bytes(path).decode('latin-1')
        request.environ |= {'PATH_INFO': plain, 'QUERY_STRING': query}
        request.method = method
        if body is not None:
            request.body = body
        for name, value in headers.items():
            request.headers[name] = value
        found = request.get_response(self._application)
        return Answer(
            found.status_int,
            {name.lower(): value for name, value in found.headers.items()},
            found.body.decode(),
        )


class Theirs:
    """A running OpenStack Placement."""

    def __init__(self, host):
        self._host = host

    def ask(self, method, path, headers, body):
        """Return the Answer to one request."""
        connection = http.client.HTTPConnection(self._host, timeout=60)
        connection.putrequest(method, path, skip_accept_encoding=True)
        # Its server makes a media type up where there is none.
        for name, value in {'content-type': '', **headers}.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader('content-length', str(len(body)))
        connection.endheaders(body)
        found = connection.getresponse()
        text = found.read().decode()
        connection.close()
        return Answer(
            found.status,
            {name.lower(): value for name, value in found.getheaders()},
            text,
        )
