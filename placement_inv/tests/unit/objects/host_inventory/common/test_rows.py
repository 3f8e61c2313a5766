"""Ids are split into lists that fit a statement."""

import testtools

from placement_inv.objects.host_inventory.common import rows


class TestBatches(testtools.TestCase):
    def test_chunks_keep_the_order_and_lose_nothing(self):
        for count in (0, 1, 3, 4, 6, 7):
            chunks = list(rows.chunks(range(count), 3))
            self.assertEqual(
                list(range(count)), [item for each in chunks for item in each]
            )
            self.assertTrue(all(1 <= len(each) <= 3 for each in chunks))
            self.assertEqual(-(-count // 3), len(chunks))

    def test_batches_are_sorted(self):
        self.assertEqual([[1, 2, 3]], list(rows.batches({3, 1, 2})))
        self.assertEqual([], list(rows.batches(())))
