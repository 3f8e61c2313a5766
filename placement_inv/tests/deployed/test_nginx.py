"""uWSGI behind nginx, with uwsgi-nginx.ini and nginx-site.conf.template."""

import testtools

from placement_inv.tests.deployed import behaviour
from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import gabbits
from placement_inv.tests.deployed import uwsgi

DEPLOYMENT = uwsgi.Nginx()


def load_tests(loader, tests, _pattern):
    return gabbits.add_gabbits(tests, loader, DEPLOYMENT, __name__)


class TestNginx(behaviour.Behaviour, testtools.TestCase):
    deployment = DEPLOYMENT

    def test_unauthenticated_bodies_are_not_read(self):
        self.assert_unauthenticated_bodies_are_not_read()

    def test_a_search_stops_when_the_client_leaves(self):
        self.assert_search_stops_when_the_client_leaves()

    def test_clients_get_503_while_uwsgi_is_stopped(self):
        with clients.Clients(self.deployment) as traffic:
            self.assertEqual(0, self.deployment.stop())
        self.assert_nothing_lost(traffic, 503)
        status, headers, body = self.deployment.ask('/traits')
        self.assertEqual(503, status)
        self.assertEqual('1', headers['Retry-After'])
        self.assertIn(b'"errors"', body)
        self.assertIn(b'"detail"', body)

    def test_a_client_cannot_forge_its_address(self):
        self.deployment.ask('/', **{'X-Forwarded-For': '192.0.2.1'})
        self.deployment.ask('/', Forwarded='for=192.0.2.2')
        log = self.deployment.read_log()
        self.assertIn('127.0.0.1 "GET /"', log)
        self.assertNotIn('192.0.2.', log)
