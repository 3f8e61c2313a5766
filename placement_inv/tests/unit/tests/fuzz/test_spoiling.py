"""What becomes of requests that were fine."""

import testtools

from placement_inv.tests.fuzz import chance
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.shot import Shot


class TestRequest(testtools.TestCase):
    def test_the_path_stays_below_the_mount(self):
        for number in range(300):
            for path in ('/api', '/api/', '/api/v2/hosts/'):
                made = spoiling.request(
                    chance.Chance(number), Shot('GET', path), 'x', '/api/'
                )
                self.assertTrue(
                    made.path == path or made.path.startswith('/api/')
                )
