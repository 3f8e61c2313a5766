"""Selection of hosts by a regular expression."""

import unittest

from placement_inv.objects.host_inventory.importing import host_filter
from placement_inv.objects.host_inventory.sources import import_errors


class HostFilterTest(unittest.TestCase):
    def test_a_pattern_is_anchored_at_the_start_only(self):
        matches = host_filter.compile_filter('web[0-9]+')
        self.assertTrue(matches('web12.example.org'))
        self.assertFalse(matches('my-web12'))
        self.assertFalse(matches('web'))

    def test_an_empty_text_is_no_filter(self):
        self.assertIsNone(host_filter.compile_filter(''))

    def test_an_invalid_expression_is_refused(self):
        for pattern in ('(', '[a', 'a' * 2000, '(?P<x>a)(?P<x>b)', r'\p{L}'):
            with (
                self.subTest(pattern),
                self.assertRaises(import_errors.HostFilterRefused) as caught,
            ):
                host_filter.compile_filter(pattern)
            self.assertEqual(pattern, caught.exception.pattern)

    def test_an_expression_that_takes_too_long_is_stopped(self):
        matches = host_filter.compile_filter('(a|aa|a?a)+$', seconds=0.2)
        with self.assertRaisesRegex(
            import_errors.HostFilterRefused, 'too long'
        ):
            for _ in range(5):
                matches('a' * 400 + 'b')
        with self.assertRaises(import_errors.HostFilterRefused):
            matches('b')
