"""A client that costs little, so that what is measured is the server."""

import contextlib
import dataclasses
import json
import socket


class NoAnswer(Exception):
    """The server closed the connection, or took too long."""


@dataclasses.dataclass(frozen=True)
class Ask:
    """One request; `body` is what is sent as JSON."""

    method: str
    path: str
    body: object = None

    def encode(self) -> bytes:
        """Return the body's bytes, b'' without one."""
        return b'' if self.body is None else json.dumps(self.body).encode()


class Client:
    """Asks; answers are (status, bytes).

    It keeps its connection open, unless told not to. uWSGI gives a process
    to a connection for as long as that lasts: where there are more clients
    than processes each request needs a connection of its own, as it has
    behind nginx.
    """

    def __init__(self, address, headers, timeout, keep=True):
        self._address = address
        self._timeout = timeout
        self._socket = None
        self._rest = b''
        lines = [f'{name}: {value}\r\n' for name, value in headers.items()]
        if not keep:
            lines.append('Connection: close\r\n')
        self._keep = keep
        self._headers = f'Host: localhost\r\n{"".join(lines)}'

    def ask(self, method, path, body=None):
        """Ask once; NoAnswer where none comes."""
        return self.send(self.prepare(Ask(method, path, body)))

    def prepare(self, ask: Ask) -> bytes:
        """Return the bytes of a request."""
        body = ask.encode()
        about_body = (
            f'Content-Type: application/json\r\nContent-Length: {len(body)}'
            '\r\n'
            if body
            else ''
        )
        head = f'{ask.method} {ask.path} HTTP/1.1\r\n'
        return f'{head}{self._headers}{about_body}\r\n'.encode() + body

    def send(self, message: bytes) -> tuple[int, bytes]:
        """Send a prepared request and return its answer."""
        try:
            if self._socket is None:
                self._connect()
            self._socket.sendall(message)
            return self._answer()
        except OSError as error:
            self.close()
            raise NoAnswer(str(error)) from error

    def close(self):
        """Close the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b''

    def _connect(self):
        self._socket = socket.create_connection(self._address, self._timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _answer(self):
        data = self._rest
        while (end := data.find(b'\r\n\r\n')) < 0:
            data += self._received()
        head, data = data[:end].lower(), data[end + 4 :]
        status = int(head[9:12])
        length = _length(head, status)
        parts, missing = [data], length - len(data)
        while missing > 0:
            parts.append(self._received())
            missing -= len(parts[-1])
        data = b''.join(parts)
        self._rest = data[length:]
        if not self._keep or b'\r\nconnection: close' in head:
            self.close()
        return status, data[:length]

    def _received(self):
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionError('the connection was closed')
        return data


def _length(head, status):
    if status in (204, 304):
        return 0
    _before, found, after = head.partition(b'\r\ncontent-length:')
    if not found:
        raise ConnectionError('the answer does not tell its length')
    return int(after.partition(b'\r\n')[0])


@contextlib.contextmanager
def several(service, version, count):
    """Give `count` clients of a service, closed at the end."""
    clients = [service.client(version, count == 1) for _ in range(count)]
    try:
        yield clients
    finally:
        for each in clients:
            each.close()
