"""A short campaign of faults on each database."""

import random

import testtools
from testtools import content

from placement_inv.tests.faults import campaign
from placement_inv.tests.servers import NotInstalled
from placement_inv.tests.servers import variables

_SECONDS = 20
#: Each kind of fault once.
_FAULTS = 8


class TestFaults(testtools.TestCase):
    def _run(self, database):
        seed = random.randrange(2**32)
        try:
            verdict, lines = campaign.run(database, _SECONDS, _FAULTS, seed)
        except NotInstalled as missing:
            if variables.in_ci():
                raise
            self.skipTest(str(missing))
        text = '\n'.join([f'seed {seed}', *lines])
        self.addDetail('campaign', content.text_content(text))
        self.assertTrue(verdict.is_good, text)

    def test_nothing_acknowledged_is_lost_on_postgresql(self):
        self._run('postgresql')

    def test_nothing_acknowledged_is_lost_on_mariadb(self):
        self._run('mariadb')
