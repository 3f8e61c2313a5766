"""Apache with mod_wsgi, with apache-site.conf and placement-inv.wsgi."""

import testtools

from placement_inv.tests.deployed import apache
from placement_inv.tests.deployed import behaviour
from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import gabbits

DEPLOYMENT = apache.Apache()


def load_tests(loader, tests, _pattern):
    return gabbits.add_gabbits(tests, loader, DEPLOYMENT, __name__)


class TestApache(behaviour.Behaviour, testtools.TestCase):
    deployment = DEPLOYMENT

    def test_stop_finishes_running_requests(self):
        with clients.Clients(self.deployment) as traffic:
            self.assertEqual(0, self.deployment.stop())
        # Apache closes its port while the kernel still has connections that
        # Apache did not accept: those are reset before any work is done.
        self.assert_nothing_lost(traffic, 'refused', *clients.RESET)
