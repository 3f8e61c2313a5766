"""How many changes go into one statement."""

import testtools

from placement_inv.objects.host_inventory.common import bulk_writes


def _sizes(changes):
    return [len(batch) for batch in bulk_writes._batches(changes)]


class TestBatches(testtools.TestCase):
    def test_no_rows_need_no_statement(self):
        self.assertEqual([], _sizes([]))

    def test_many_small_changes_are_counted(self):
        changes = [(number, {'name': 'x'}) for number in range(601)]
        self.assertEqual([250, 250, 101], _sizes(changes))

    def test_large_ones_are_weighed(self):
        large = {'variables': 'x' * 1_200_000, 'enabled': True}
        self.assertEqual([1, 1, 1], _sizes([(n, large) for n in range(3)]))
        small = {'variables': 'x' * 900_000}
        self.assertEqual([2, 1], _sizes([(n, small) for n in range(3)]))

    def test_each_change_is_in_one_batch_in_order(self):
        changes = [(n, {'name': 'x' * n * 1000}) for n in range(400)]
        batches = list(bulk_writes._batches(changes))
        self.assertEqual(changes, [one for batch in batches for one in batch])
