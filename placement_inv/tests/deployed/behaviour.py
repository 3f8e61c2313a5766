"""What is true of the service however it is deployed."""

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
#: More requests than all workers of any deployment take at a time.
MANY = 28
_MOST_OF_A_LOG = 100_000
#: A test that waits for so many seconds waits in vain.
_PATIENCE = 60

#: Twenty million candidates. Where they are all looked for, that ends too.
_DEVICES, _GROUPS = 12, 8
_BUDGET = {
    **fixtures.APIFixture.settings,
    'placement': {'allocation_candidates_memory_limit': 2000},
}


class Behaviour:
    """Tests that a test case of one deployment, `deployment`, inherits."""

    def setUp(self):
        super().setUp()
        self.deployment.serve(fixtures.APIFixture.settings)
        self.addOnException(self._show_log)

    def _show_log(self, _exception):
        text = self.deployment.logged()[-_MOST_OF_A_LOG:]
        self.addDetail('log', content.text_content(text))

    def assert_nothing_lost(self, asked, *also):
        """Fail unless all were answered, and all was done that was said.

        `also` are what else may have become of a request that was not begun.
        """
        self.assertEqual(
            set(), set(asked.outcomes) - {200, 201, *also}, asked.outcomes
        )
        self.assertEqual(
            asked.created, self.deployment.books.count('resource_providers')
        )

    def test_reload_loses_no_request(self):
        with clients.Clients(self.deployment) as asked:
            self.deployment.reload()
            self.deployment.wait_until_ready()
        self.assert_nothing_lost(asked)

    def test_worst_case_of_connections_is_logged(self):
        self.assertRegex(
            self.deployment.logged(),
            r'At most \d+ database connections: 15 for each of \d+ processes',
        )

    def test_probes_are_answered_while_every_worker_waits(self):
        deployment = self.deployment
        with futures.ThreadPoolExecutor(MANY) as threads:
            with deployment.books.locked('resource_providers'):
                answers = self.ask_for_what_is_locked(threads)
                self._wait_until_no_more_wait()
                for path in ('/healthz', '/readyz'):
                    status, *_rest = self.deployment.ask(
                        path, port=self.deployment.probes_port
                    )
                    self.assertEqual(200, status, path)
                self.assertFalse(any(answer.done() for answer in answers))
            statuses = {answer.result()[0] for answer in answers}
        self.assertEqual({200}, statuses)

    def assert_large_bodies_of_strangers_are_not_waited_for(self):
        """Fail unless a body is refused before it is sent."""
        with self._connect() as client:
            client.sendall(
                b'POST /resource_providers HTTP/1.1\r\nHost: localhost\r\n'
                b'Content-Type: application/json\r\n'
                b'Content-Length: 10000000\r\n\r\n' + b' ' * 100_000
            )
            answer = client.recv(65536)
        self.assertRegex(answer, rb'^HTTP/1\.1 (401|413) ')

    def assert_work_ends_with_its_client(self):
        """Fail unless nobody looks for candidates whom nobody waits for."""
        self.deployment.serve(_BUDGET)
        self._make_devices()
        groups = '&'.join(f'resources_{n}=VGPU:1' for n in range(_GROUPS))
        with self._connect() as client:
            client.sendall(
                f'GET /allocation_candidates?{groups}&group_policy=none '
                'HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: admin\r\n'
                'OpenStack-API-Version: placement 1.39\r\n\r\n'.encode()
            )
        deadline = time.monotonic() + _PATIENCE
        pattern = r'GET /allocation_candidates.* status: (\d+)'
        while not (lines := re.findall(pattern, self.deployment.logged())):
            self.assertLess(time.monotonic(), deadline, 'no answer')
            time.sleep(0.1)
        self.assertEqual(['499'], lines)

    def _connect(self):
        address = self.deployment.host, self.deployment.port
        return socket.create_connection(address, _PATIENCE)

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
            self.deployment.host, self.deployment.port, timeout=_PATIENCE
        )
        with contextlib.closing(connection):
            connection.request(
                method,
                path,
                json.dumps(body),
                {'Content-Type': 'application/json', **_TOKEN},
            )
            answer = connection.getresponse()
            text = answer.read()
            self.assertEqual(200, answer.status, text)
            return json.loads(text)

    def ask_for_what_is_locked(self, threads):
        """Return the answers, to come, to more than all workers can take."""
        return [
            threads.submit(
                self.deployment.ask, '/resource_providers', **_TOKEN
            )
            for _ in range(MANY)
        ]

    def _wait_until_no_more_wait(self):
        seen = -1
        while True:
            time.sleep(1)
            before, seen = seen, self.deployment.books.waiting()
            if seen and seen == before:
                return
