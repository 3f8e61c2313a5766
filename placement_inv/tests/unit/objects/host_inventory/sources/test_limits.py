"""Host patterns that a source cannot use."""

import unittest

from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import limits


class CheckLimitTest(unittest.TestCase):
    def test_limits_that_read_files_or_are_too_long_are_refused(self):
        for limit in ('@/etc/passwd', 'web:@x', 'a, @x', '\0', 'a' * 1025):
            with (
                self.subTest(limit),
                self.assertRaises(import_errors.LimitRefused) as caught,
            ):
                limits.check_limit(limit)
            self.assertEqual(limit, caught.exception.limit)
        for limit in ('', 'web:&db:!old', '~web[0-9]+', 'user@host'):
            limits.check_limit(limit)
