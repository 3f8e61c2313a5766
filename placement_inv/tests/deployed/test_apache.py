"""Apache with mod_wsgi, with apache-site.conf and placement-inv.wsgi."""

import testtools

from placement_inv.tests.deployed import apache
from placement_inv.tests.deployed import behaviour
from placement_inv.tests.deployed import clients
from placement_inv.tests.deployed import gabbits

DEPLOYMENT = apache.Apache()


def load_tests(loader, tests, _pattern):
    return gabbits.add_to(tests, loader, DEPLOYMENT, __name__)


class TestApache(behaviour.Behaviour, testtools.TestCase):
    deployment = DEPLOYMENT

    def test_stop_finishes_what_it_has_begun(self):
        with clients.Clients(self.deployment) as asked:
            self.assertEqual(0, self.deployment.stop())
        # Apache closes its port while the kernel still holds connections
        # that Apache has not seen: those are reset, and nothing is done.
        self.assert_nothing_lost(asked, 'refused', *clients.RESET)
