"""What is true of the service however it is deployed."""

from concurrent import futures
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
                self.assertLess(self._seconds('/healthz'), 0.05)
                self.assertLess(self._seconds('/readyz'), 1)
                self.assertFalse(any(answer.done() for answer in answers))
            statuses = {answer.result()[0] for answer in answers}
        self.assertEqual({200}, statuses)

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

    def _seconds(self, path):
        """Return how long the quickest of some probes takes."""
        best = 1000
        for _ in range(10):
            started = time.monotonic()
            status, *_rest = self.deployment.ask(
                path, port=self.deployment.probes_port
            )
            best = min(best, time.monotonic() - started)
            self.assertEqual(200, status)
        return best
