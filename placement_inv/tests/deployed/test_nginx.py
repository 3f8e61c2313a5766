"""uWSGI behind nginx, with uwsgi-nginx.ini and nginx-site.conf.template."""

import testtools

from placement_inv.tests.deployed import behaviour
from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import gabbits
from placement_inv.tests.deployed import uwsgi

DEPLOYMENT = uwsgi.Nginx()


def load_tests(loader, tests, _pattern):
    return gabbits.add_to(tests, loader, DEPLOYMENT, __name__)


class TestNginx(behaviour.Behaviour, testtools.TestCase):
    deployment = DEPLOYMENT

    def test_large_bodies_of_strangers_are_not_waited_for(self):
        self.assert_large_bodies_of_strangers_are_not_waited_for()

    def test_work_ends_with_its_client(self):
        self.assert_work_ends_with_its_client()

    def test_clients_are_told_to_come_back_while_uwsgi_is_away(self):
        with clients.Clients(self.deployment) as asked:
            self.assertEqual(0, self.deployment.stop())
        self.assert_nothing_lost(asked, 503)
        status, headers, body = self.deployment.ask('/traits')
        self.assertEqual(503, status)
        self.assertEqual('1', headers['Retry-After'])
        self.assertIn(b'"errors"', body)
        self.assertIn(b'"detail"', body)

    def test_a_client_cannot_lie_about_its_address(self):
        self.deployment.ask('/', **{'X-Forwarded-For': '192.0.2.1'})
        self.deployment.ask('/', Forwarded='for=192.0.2.2')
        logged = self.deployment.logged()
        self.assertIn('127.0.0.1 "GET /"', logged)
        self.assertNotIn('192.0.2.', logged)
