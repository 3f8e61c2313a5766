"""Tests that hold for each deployment of the service."""

from concurrent import futures
import contextlib
import http.client
import json
import re
import socket
import time

from testtools import content

from placement_inv.tests.deployed import clients
from placement_inv.tests.gabbi import fixtures

_TOKEN = {
    'X-Auth-Token': 'admin',
    'OpenStack-API-Version': 'placement latest',
}
#: More requests than the workers of any deployment handle at a time.
MANY = 28
_MAX_LOG_CHARACTERS = 100_000
#: Seconds after which a count_waiting test fails.
_TIMEOUT = 60

#: Twenty million candidates: a limit ends even a search that is not canceled.
_DEVICES, _GROUPS = 12, 8
_BUDGET = {
    **fixtures.APIFixture.settings,
    'placement': {'allocation_candidates_memory_limit': 2000},
}


class Behaviour:
    """A mixin for the test case of one deployment, `deployment`."""

    def setUp(self):
        super().setUp()
        self.deployment.serve(fixtures.APIFixture.settings)
        self.addOnException(self._show_log)

    def _show_log(self, _exception):
        text = self.deployment.read_log()[-_MAX_LOG_CHARACTERS:]
        self.addDetail('log', content.text_content(text))

    def assert_nothing_lost(self, traffic, *also):
        """Fail unless each request succeeded and each write is stored.

        `also` are outcomes that are allowed for requests that never started.
        """
        self.assertEqual(
            set(), set(traffic.outcomes) - {200, 201, *also}, traffic.outcomes
        )
        self.assertEqual(
            traffic.created_count,
            self.deployment.database.count('resource_providers'),
        )

    def test_reload_loses_no_request(self):
        with clients.Clients(self.deployment) as traffic:
            self.deployment.reload()
            self.deployment.wait_until_ready()
        self.assert_nothing_lost(traffic)

    def test_worst_case_of_connections_is_logged(self):
        self.assertRegex(
            self.deployment.read_log(),
            r'At most \d+ database connections: 15 for each of \d+ processes',
        )

    def test_probes_respond_while_every_worker_waits(self):
        service = self.deployment
        with futures.ThreadPoolExecutor(MANY) as threads:
            with service.database.lock_table('resource_providers'):
                responses = self.request_locked_table(threads)
                self._wait_until_all_workers_wait()
                for path in ('/healthz', '/readyz'):
                    status, *_rest = self.deployment.ask(
                        path, port=self.deployment.probes_port
                    )
                    self.assertEqual(200, status, path)
                self.assertFalse(
                    any(response.done() for response in responses)
                )
            statuses = {response.result()[0] for response in responses}
        self.assertEqual({200}, statuses)

    def assert_unauthenticated_bodies_are_not_read(self):
        """Fail unless the response comes before the complete body is sent."""
        with self._connect() as client:
            client.sendall(
                b'POST /resource_providers HTTP/1.1\r\nHost: localhost\r\n'
                b'Content-Type: application/json\r\n'
                b'Content-Length: 10000000\r\n\r\n' + b' ' * 100_000
            )
            response = client.recv(65536)
        self.assertRegex(response, rb'^HTTP/1\.1 (401|413) ')

    def assert_search_stops_when_the_client_leaves(self):
        """Fail unless a search ends when its client closes the connection."""
        self.deployment.serve(_BUDGET)
        self._make_devices()
        groups = '&'.join(f'resources_{n}=VGPU:1' for n in range(_GROUPS))
        with self._connect() as client:
            client.sendall(
                f'GET /allocation_candidates?{groups}&group_policy=none '
                'HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: admin\r\n'
                'OpenStack-API-Version: placement 1.39\r\n\r\n'.encode()
            )
        deadline = time.monotonic() + _TIMEOUT
        pattern = r'GET /allocation_candidates.* status: (\d+)'
        while not (lines := re.findall(pattern, self.deployment.read_log())):
            self.assertLess(time.monotonic(), deadline, 'no answer')
            time.sleep(0.1)
        self.assertEqual(['499'], lines)

    def _connect(self):
        address = self.deployment.host, self.deployment.port
        return socket.create_connection(address, _TIMEOUT)

    def _make_devices(self):
        root = self._send('POST', '/resource_providers', {'name': 'root'})
        for number in range(_DEVICES):
            device = self._send(
                'POST',
                '/resource_providers',
                {
                    'name': f'device {number}',
                    'parent_provider_uuid': root['uuid'],
                },
            )
            self._send(
                'PUT',
                f'/resource_providers/{device["uuid"]}/inventories',
                {
                    'resource_provider_generation': 0,
                    'inventories': {'VGPU': {'total': 1}},
                },
            )

    def _send(self, method, path, body):
        connection = http.client.HTTPConnection(
            self.deployment.host, self.deployment.port, timeout=_TIMEOUT
        )
        with contextlib.closing(connection):
            connection.request(
                method,
                path,
                json.dumps(body),
                {'Content-Type': 'application/json', **_TOKEN},
            )
            response = connection.getresponse()
            text = response.read()
            self.assertEqual(200, response.status, text)
            return json.loads(text)

    def request_locked_table(self, threads):
        """Send more requests than workers; return their futures."""
        return [
            threads.submit(
                self.deployment.ask, '/resource_providers', **_TOKEN
            )
            for _ in range(MANY)
        ]

    def _wait_until_all_workers_wait(self):
        count = -1
        while True:
            time.sleep(1)
            before, count = count, self.deployment.database.count_waiting()
            if count and count == before:
                return
