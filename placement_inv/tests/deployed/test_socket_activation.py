"""uWSGI with a listening socket that another process keeps."""

import testtools
from testtools import content

from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import uwsgi
from placement_inv.tests.gabbi import fixtures

DEPLOYMENT = uwsgi.SocketActivation()


class TestSocketActivation(testtools.TestCase):
    def test_restart_loses_no_request(self):
        DEPLOYMENT.serve(fixtures.APIFixture.settings)
        with clients.Clients(DEPLOYMENT) as asked:
            DEPLOYMENT.restart()
        self.addDetail('log', content.text_content(DEPLOYMENT.logged()))
        self.assertEqual(set(), set(asked.outcomes) - {200, 201})
        self.assertEqual(
            asked.created, DEPLOYMENT.books.count('resource_providers')
        )
