"""The embedded server tells the application whether a client has left."""

import socket
import threading

import testtools
from waitress import wasyncore

from placement_inv.cmd import connections
from placement_inv.cmd import listening
from placement_inv.handlers.placement import allocation_candidates
from placement_inv.handlers.placement import errors
from placement_inv.handlers.placement import versions
from placement_inv.tests.candidates import loading
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base
from placement_inv.web import family
from placement_inv.web import request

_ROUTES = {
    '/allocation_candidates': {'GET': allocation_candidates.list_candidates}
}
_MAX_BODY = 1024 * 1024
#: 40 ** 5 candidates: hours of work, and 200 gigabytes of memory.
_DEVICES, _GROUPS = 40, 5
#: Seconds after which a test fails.
_PATIENCE = 60

_LIMITS = connections.Limits(
    max_connections=10,
    request_timeout=10,
    idle_timeout=10,
    max_stranger_body_size=1024,
    max_stranger_bytes=1024,
)


def _world():
    root = worlds.Provider('root', inventories={'VCPU': worlds.Inventory(8)})
    devices = [
        worlds.Provider(
            f'device {n}',
            parent='root',
            inventories={'VGPU': worlds.Inventory(1)},
        )
        for n in range(_DEVICES)
    ]
    return worlds.World([root, *devices])


class TestLeaving(base.DatabaseTest, testtools.TestCase):
    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        with self.database.engine.begin() as connection:
            loading.add_names(connection)
            loading.replace(connection, _world())
        self._family = family.Family(
            versions.history, _ROUTES, errors.STATUSES, errors.render
        )
        self._start = threading.Event()
        self._answered = threading.Event()
        self._statuses = []
        self._checks = []

    def _application(self, environ, start_response):
        """Answer as the family does; set events at its start and end."""
        environ[request.CONTEXT_KEY] = self.make_context()
        has_left = environ[request.CLIENT_HAS_LEFT_KEY]

        def check():
            self._checks.append(has_left())
            # The first check finds the client; later ones do not.
            self._start.set()
            return self._checks[-1]

        environ[request.CLIENT_HAS_LEFT_KEY] = check

        def note_status(status, headers, exc_info=None):
            self._statuses.append(status)
            return start_response(status, headers, exc_info)

        try:
            return self._family(environ, note_status)
        finally:
            self._answered.set()

    def _serve(self):
        listener = listening.open_socket('127.0.0.1', 0, loopback_only=True)
        address = listener.getsockname()
        server = connections.create_server(
            self._application, listener, 1, _MAX_BODY, _LIMITS
        )
        is_over = threading.Event()

        def run():
            while not is_over.is_set():
                wasyncore.loop(0.05, True, server._map, count=1)
            server.task_dispatcher.shutdown(timeout=_PATIENCE)
            wasyncore.close_all(server._map)

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join, _PATIENCE)
        self.addCleanup(is_over.set)
        return address

    def test_the_work_for_a_client_that_leaves_is_stopped(self):
        address = self._serve()
        groups = '&'.join(f'resources_{n}=VGPU:1' for n in range(_GROUPS))
        with socket.create_connection(address) as client:
            client.sendall(
                f'GET /allocation_candidates?{groups}&group_policy=none '
                'HTTP/1.1\r\nHost: a\r\n'
                'OpenStack-API-Version: placement 1.39\r\n\r\n'.encode()
            )
            self.assertTrue(self._start.wait(_PATIENCE))
        self.assertTrue(self._answered.wait(_PATIENCE))
        self.assertEqual(['499 Client Closed Request'], self._statuses)
        self.assertFalse(self._checks[0])
        self.assertTrue(self._checks[-1])
