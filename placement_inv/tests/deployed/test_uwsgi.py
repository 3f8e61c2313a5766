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
    return gabbits.add_to(tests, loader, DEPLOYMENT, __name__)


class TestUWSGI(behaviour.Behaviour, testtools.TestCase):
    deployment = DEPLOYMENT

    def test_large_bodies_of_strangers_are_not_waited_for(self):
        self.assert_large_bodies_of_strangers_are_not_waited_for()

    def test_work_ends_with_its_client(self):
        self.assert_work_ends_with_its_client()

    def test_connections_to_the_database_are_opened_after_the_fork(self):
        port = self.deployment.books.port
        self.deployment.ask('/traits')
        master = self.deployment.master
        self.assertEqual([], connections.to_port(master.pid, port))
        self.assertNotEqual(
            [],
            [
                connection
                for worker in master.children()
                for connection in connections.to_port(worker, port)
            ],
        )

    def test_who_finds_no_connection_is_told_to_come_back_at_once(self):
        self.deployment.serve(_TOO_FEW_CONNECTIONS)
        with futures.ThreadPoolExecutor(behaviour.MANY) as threads:
            with self.deployment.books.locked('resource_providers'):
                answers = self.ask_for_what_is_locked(threads)
                # One in each of four processes got a connection, and waits.
                refused = futures.as_completed(answers, timeout=20)
                for _ in answers[4:]:
                    status, headers, _body = next(refused).result()
                    self.assertEqual(
                        (503, '1'), (status, headers['Retry-After'])
                    )
            statuses = [answer.result()[0] for answer in answers]
        self.assertEqual(4, statuses.count(200))

    def test_stop_answers_whom_it_does_not_refuse(self):
        with clients.Clients(self.deployment) as asked:
            self.assertEqual(0, self.deployment.stop())
        # A 503 is for who comes after the last worker has left.
        self.assert_nothing_lost(asked, 503, 'refused')
        self.assertGreater(asked.outcomes['refused'], 0)
        self.assertNotIn('backtrace', self.deployment.logged())
