"""Mutations of valid requests."""

import testtools

from placement_inv.tests.fuzz import chance
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest


class TestRequest(testtools.TestCase):
    def test_the_path_stays_below_the_mount(self):
        for number in range(300):
            for path in ('/api', '/api/', '/api/v2/hosts/'):
                req = spoiling.request(
                    chance.Chance(number),
                    FuzzRequest('GET', path),
                    'x',
                    '/api/',
                )
                self.assertTrue(
                    req.path == path or req.path.startswith('/api/')
                )
