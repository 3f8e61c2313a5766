"""The check of the limits of a query."""

import unittest

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import limits


class TestCheck(unittest.TestCase):
    def test_the_limit_itself_is_allowed(self):
        limits.check(3, 'groups', 3)
        with self.assertRaises(errors.TooManyItems) as context:
            limits.check(4, 'groups', 3)
        for part in ('4', 'groups', '3'):
            self.assertIn(part, str(context.exception))
