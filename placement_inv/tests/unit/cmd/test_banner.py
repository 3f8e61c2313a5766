"""The first line is for programs, the others are for users."""

import unittest

from placement_inv.cmd import banner


class TestBanner(unittest.TestCase):
    def test_it_has_the_url_and_examples(self):
        text = banner.text('http://127.0.0.1:1', 'noauth2')
        self.assertEqual(
            'placement-inv listens on http://127.0.0.1:1',
            text.partition('\n')[0],
        )
        for expected in (
            'X-Auth-Token: admin',
            'http://127.0.0.1:1/resource_providers',
            'http://127.0.0.1:1/api/v2/hosts/',
        ):
            self.assertIn(expected, text)

    def test_only_the_examples_of_noauth2_have_a_name(self):
        for strategy in ('keystone', 'http_basic'):
            text = banner.text('http://h:1', strategy)
            self.assertNotIn('admin', text)
