"""uWSGI alone, with uwsgi.ini."""

from concurrent import futures

import testtools

from placement_inv.tests.deployed import behaviour
from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import connections
from placement_inv.tests.deployed import gabbits
from placement_inv.tests.deployed import uwsgi
from placement_inv.tests.gabbi import fixtures

DEPLOYMENT = uwsgi.UWSGI()

#: One connection for the five threads of a process.
_TOO_FEW_CONNECTIONS = {
    **fixtures.APIFixture.settings,
    'placement_database': {
        'sync_on_startup': True,
        'max_pool_size': 1,
        'max_overflow': 0,
        'pool_timeout': 1,
    },
}


def load_tests(loader, tests, _pattern):
    return gabbits.add_gabbits(tests, loader, DEPLOYMENT, __name__)


class TestUWSGI(behaviour.Behaviour, testtools.TestCase):
    deployment = DEPLOYMENT

    def test_unauthenticated_bodies_are_not_read(self):
        self.assert_unauthenticated_bodies_are_not_read()

    def test_a_search_stops_when_the_client_leaves(self):
        self.assert_search_stops_when_the_client_leaves()

    def test_connections_to_the_database_are_opened_after_the_fork(self):
        port = self.deployment.database.port
        self.deployment.ask('/traits')
        master = self.deployment.master
        self.assertEqual([], connections.list_to_port(master.pid, port))
        self.assertNotEqual(
            [],
            [
                connection
                for worker in master.children()
                for connection in connections.list_to_port(worker, port)
            ],
        )

    def test_without_a_free_connection_requests_get_503_at_once(self):
        self.deployment.serve(_TOO_FEW_CONNECTIONS)
        with futures.ThreadPoolExecutor(behaviour.MANY) as threads:
            with self.deployment.database.lock_table('resource_providers'):
                futures_ = self.request_locked_table(threads)
                # One request in each of four processes has a connection.
                completed_futures = futures.as_completed(futures_, timeout=20)
                for _ in futures_[4:]:
                    status, headers, _body = next(completed_futures).result()
                    self.assertEqual(
                        (503, '1'), (status, headers['Retry-After'])
                    )
            statuses = [answer.result()[0] for answer in futures_]
        self.assertEqual(4, statuses.count(200))

    def test_stop_answers_each_accepted_connection(self):
        with clients.Clients(self.deployment) as traffic:
            self.assertEqual(0, self.deployment.stop())
        # Connections get 503 after the last worker has ended.
        self.assert_nothing_lost(traffic, 503, 'refused')
        self.assertGreater(traffic.outcomes['refused'], 0)
        self.assertNotIn('backtrace', self.deployment.read_log())
