"""Every operation of both families, by every caller, about every tenant.

What is not visible is 404, what is visible and not permitted is 403, and
everything else is answered. `python -m placement_inv.tests.functional.matrix`
does the same at each version.
"""

import contextlib

import testtools

from placement_inv.tests.functional.matrix import comparison
from placement_inv.tests.functional.matrix import world


class TestMatrix(testtools.TestCase):
    """One world, whose rows are restored after each write."""

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        self.world = world.World(undo)

    def test_host_inventory(self):
        differences = []
        for version in ('latest', '1.0'):
            cells, more = comparison.compare_hosts(self.world, version)
            self.assertLess(2000, cells)
            differences += more
        self.assertEqual('', '\n'.join(differences))

    def test_lists_have_the_rows_that_a_caller_may_read(self):
        cells, differences = comparison.compare_lists(self.world)
        self.assertEqual('', '\n'.join(differences))
        self.assertLess(200, cells)

    def test_placement(self):
        cells, differences = comparison.compare_placement(self.world)
        self.assertEqual('', '\n'.join(differences))
        self.assertLess(500, cells)
