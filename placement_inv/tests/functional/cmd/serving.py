"""An embedded HTTP server with a clock of the test, and its clients."""

import contextlib
import socket
import threading
import time

import testtools
from waitress import wasyncore

from placement_inv.cmd import connections
from placement_inv.cmd import listening
from placement_inv.web import request

LIMITS = connections.Limits(
    max_connections=5,
    request_timeout=10,
    idle_timeout=120,
    max_stranger_body_size=64 * 1024,
    max_stranger_bytes=1024 * 1024,
)
MAX_BODY = 8 * 1024 * 1024
MEGABYTE = 1024 * 1024
#: Seconds after which a test fails.
PATIENCE = 30

GET = b'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
TOKEN = b'X-Auth-Token: admin\r\n'
GET_BY_USER = b'GET / HTTP/1.1\r\nHost: a\r\n' + TOKEN + b'\r\n'


class Context:
    def __init__(self, user_id):
        self.user_id = user_id


class Application:
    """Answers 200 to users and 401 to strangers, and keeps the requests."""

    def __init__(self):
        self.bodies = []
        self.statuses = []
        self.failures = []
        #: Of each request: the path and the query of its environment.
        self.targets = []
        self.answer = b'answer'
        self.ended = threading.Event()

    def __call__(self, environ, start_response):
        user = environ.get('HTTP_X_AUTH_TOKEN')
        self.targets.append((environ['PATH_INFO'], environ['QUERY_STRING']))
        environ[request.CONTEXT_KEY] = Context(user)
        status = '200 OK' if user else '401 Unauthorized'
        if environ['PATH_INFO'] == '/read':
            try:
                self.bodies.append(environ['wsgi.input'].read())
            except Exception as error:
                self.failures.append(error)
                status = '413 Content Too Large'
        self.statuses.append(status)
        start_response(status, [('Content-Length', str(len(self.answer)))])
        return self._Answer(self)

    class _Answer:
        def __init__(self, application):
            self._application = application

        def __iter__(self):
            answer = self._application.answer
            for start in range(0, len(answer), MEGABYTE):
                yield answer[start : start + MEGABYTE]

        def close(self):
            self._application.ended.set()


class ServerTest(testtools.TestCase):
    limits = LIMITS

    def setUp(self):
        super().setUp()
        self.now = 1000.0
        self.application = Application()
        listener = listening.open_socket('127.0.0.1', 0, loopback_only=True)
        self.address = listener.getsockname()
        self.server = connections.create_server(
            self.application,
            listener,
            threads=2,
            max_body=MAX_BODY,
            limits=self.limits,
            clock=lambda: self.now,
        )
        self.addCleanup(self._close)
        self._clients = contextlib.ExitStack()
        self.addCleanup(self._clients.close)

    def _close(self):
        self.server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self.server._map)

    def connect(self, data=b''):
        """Return a client that the server has accepted."""
        before = len(self.server.active_channels)
        acceptances = []
        accept = self.server.handle_accept
        self.server.handle_accept = lambda: acceptances.append(accept())
        client = socket.create_connection(self.address)
        client.setblocking(False)
        self._clients.enter_context(client)
        self.turn_until(lambda: acceptances)
        del self.server.handle_accept
        self.assertIn(len(self.server.active_channels) - before, (0, 1))
        if data:
            client.sendall(data)
        return client

    def turn_until(self, is_done):
        """Run the server's loop until `is_done()`."""
        until = time.monotonic() + PATIENCE
        while not is_done():
            self.assertLess(time.monotonic(), until, 'waited in vain')
            wasyncore.loop(0.01, True, self.server._map, count=1)

    def answer(self, client):
        """Return what a client receives until the end of its next response."""
        response = bytearray()

        def is_answered():
            with contextlib.suppress(BlockingIOError):
                response.extend(client.recv(MEGABYTE))
            return response.endswith(self.application.answer)

        self.turn_until(is_answered)
        # The thread reads the clock once more after the response.
        self.turn_until(self._are_threads_idle)
        return bytes(response)

    def _are_threads_idle(self):
        dispatcher = self.server.task_dispatcher
        with dispatcher.lock:
            return not (dispatcher.queue or dispatcher.active_count)

    def is_closed(self, client):
        try:
            return client.recv(1, socket.MSG_PEEK) == b''
        except BlockingIOError:
            return False
        except ConnectionResetError:
            return True

    def pass_time(self, seconds):
        """Advance the clock, and run the server's loop once."""
        self.now += seconds
        self.server.next_channel_cleanup = 0
        wasyncore.loop(0.01, True, self.server._map, count=1)

    def send_body(self, client, size, chunk=MEGABYTE):
        """Send a body while the server reads it."""
        left = size
        while left:
            try:
                left -= client.send(b'x' * min(left, chunk))
            except BlockingIOError:
                wasyncore.loop(0.01, True, self.server._map, count=1)
        return client
