"""An HTTP client that needs little processor time."""

import contextlib
import dataclasses
import json
import socket


class NoResponse(Exception):
    """The server closed the connection or did not respond in time."""


@dataclasses.dataclass(frozen=True)
class Request:
    """One request; `body` is sent as JSON."""

    method: str
    path: str
    body: object = None

    def encode(self) -> bytes:
        """Return the bytes of the body, b'' if there is none."""
        return b'' if self.body is None else json.dumps(self.body).encode()


class Client:
    """Sends requests; responses are (status, bytes).

    By default it keeps its connection open. uWSGI assigns a process to a
    connection until that ends, so with more clients than processes each
    request needs a new connection, as behind nginx.
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
        """Send one request; NoResponse if there is no response."""
        return self.send(self.prepare(Request(method, path, body)))

    def prepare(self, request: Request) -> bytes:
        """Return the bytes of a request."""
        body = request.encode()
        about_body = (
            f'Content-Type: application/json\r\nContent-Length: {len(body)}'
            '\r\n'
            if body
            else ''
        )
        head = f'{request.method} {request.path} HTTP/1.1\r\n'
        return f'{head}{self._headers}{about_body}\r\n'.encode() + body

    def send(self, message: bytes) -> tuple[int, bytes]:
        """Send a prepared request and return its response."""
        try:
            if self._socket is None:
                self._connect()
            self._socket.sendall(message)
            return self._read_response()
        except OSError as error:
            self.close()
            raise NoResponse(str(error)) from error

    def close(self):
        """Close the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b''

    def _connect(self):
        self._socket = socket.create_connection(self._address, self._timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _read_response(self):
        data = self._rest
        while (end := data.find(b'\r\n\r\n')) < 0:
            data += self._receive()
        head, data = data[:end].lower(), data[end + 4 :]
        status = int(head[9:12])
        length = _length(head, status)
        parts, missing = [data], length - len(data)
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        data = b''.join(parts)
        self._rest = data[length:]
        if not self._keep or b'\r\nconnection: close' in head:
            self.close()
        return status, data[:length]

    def _receive(self):
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionError('the connection was closed')
        return data


def _length(head, status):
    if status in (204, 304):
        return 0
    _before, separator, after = head.partition(b'\r\ncontent-length:')
    if not separator:
        raise ConnectionError('the response has no length')
    return int(after.partition(b'\r\n')[0])


@contextlib.contextmanager
def open_clients(service, version, count):
    """Yield `count` clients of a service; close them at the end."""
    clients = [service.client(version, count == 1) for _ in range(count)]
    try:
        yield clients
    finally:
        for each in clients:
            each.close()
