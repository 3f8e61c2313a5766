"""The defaults of a constraint that does not limit or distinguish."""

import unittest

from placement_inv.objects.placement.candidates import constraint


class TestConstraint(unittest.TestCase):
    def test_the_defaults_limit_nothing(self):
        default = constraint.Constraint()
        self.assertTrue(default.start())
        self.assertIsNone(default.kind_of('a'))
        self.assertIsNone(default.state())
        self.assertIsNone(default.state_of('a', 0))
