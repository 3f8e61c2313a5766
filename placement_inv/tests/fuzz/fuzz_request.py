"""One request, as a server would pass it to the application."""

import base64
import dataclasses
import io
import json
import shlex
from urllib import parse


@dataclasses.dataclass(frozen=True)
class FuzzRequest:
    """A method, a target, headers and a body; each may be invalid."""

    method: str
    #: The path of the request line, possibly with invalid escapes.
    path: str
    query: str = ''
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b''
    #: The Content-Length; '' for the real one, None for chunked.
    length: str | None = ''
    #: The operation, for the statistics of a run.
    operation: str = ''

    def environ(self):
        """Return the WSGI environment that a server would create."""
        environ = {
            'REQUEST_METHOD': self.method,
            'SCRIPT_NAME': '',
            # Servers unquote the path to bytes and pass them as Latin-1.
            'PATH_INFO': parse.unquote_to_bytes(self.path).decode('latin-1'),
            'QUERY_STRING': _native(self.query),
            'HTTP_HOST': 'localhost',
            'SERVER_NAME': 'localhost',
            'SERVER_PORT': '80',
            'SERVER_PROTOCOL': 'HTTP/1.1',
            'REMOTE_ADDR': '127.0.0.1',
            'wsgi.version': (1, 0),
            'wsgi.url_scheme': 'http',
            'wsgi.input': io.BytesIO(self.body),
            'wsgi.errors': io.StringIO(),
            'wsgi.multithread': False,
            'wsgi.multiprocess': False,
            'wsgi.run_once': False,
        }
        for name, value in self.headers:
            environ[_key(name)] = _native(value)
        if self.length is None:
            environ['wsgi.input_terminated'] = True
        elif self.length or self.body:
            length = self.length or str(len(self.body))
            environ['CONTENT_LENGTH'] = _native(length)
        return environ

    def to_text(self):
        """Return the request as one word for `from_text`."""
        fields = dataclasses.asdict(self)
        fields['body'] = base64.b64encode(self.body).decode()
        text = json.dumps(fields)
        return base64.urlsafe_b64encode(text.encode()).decode()

    @classmethod
    def from_text(cls, text):
        """Return the request of a word from `to_text`."""
        fields = json.loads(base64.urlsafe_b64decode(text))
        fields['body'] = base64.b64decode(fields['body'])
        fields['headers'] = tuple(map(tuple, fields['headers']))
        return cls(**fields)

    def __str__(self):
        """Return the request in the style of a curl command."""
        headers = ' '.join(
            f'-H {shlex.quote(f"{name}: {value}")}'
            for name, value in self.headers
        )
        target = f'{self.path}?{self.query}' if self.query else self.path
        command = (
            f'-X {shlex.quote(self.method)} {shlex.quote(target)} {headers}'
        )
        if self.body:
            command += f' --data-binary {self.body[:2000]!r}'
        return command


def _key(name):
    key = name.upper().replace('-', '_')
    return key if key in ('CONTENT_TYPE', 'CONTENT_LENGTH') else f'HTTP_{key}'


def _native(text):
    """Return text as servers pass bytes: UTF-8 as Latin-1."""
    if all(ord(character) < 256 for character in text):
        return text
    return text.encode('utf-8', 'surrogatepass').decode('latin-1')
