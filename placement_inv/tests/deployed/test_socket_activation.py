"""uWSGI with a listening socket that it inherits."""

import testtools
from testtools import content

from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import uwsgi
from placement_inv.tests.gabbi import fixtures

DEPLOYMENT = uwsgi.SocketActivation()


class TestSocketActivation(testtools.TestCase):
    def test_restart_loses_no_request(self):
        DEPLOYMENT.serve(fixtures.APIFixture.settings)
        with clients.Clients(DEPLOYMENT) as traffic:
            DEPLOYMENT.restart()
        self.addDetail('log', content.text_content(DEPLOYMENT.read_log()))
        self.assertEqual(set(), set(traffic.outcomes) - {200, 201})
        self.assertEqual(
            traffic.created_count,
            DEPLOYMENT.database.count('resource_providers'),
        )
