"""Ids of the hosts that hosts of constructed inventories copy."""

import testtools

from placement_inv.objects.host_inventory.membership import selects


class TestOriginalId(testtools.TestCase):
    def test_an_id_is_a_number_that_every_database_compares(self):
        for instance_id, original_id in (
            ('7', 7),
            ('007', 7),
            ('999999999', 999_999_999),
            ('1000000000', None),
            ('', None),
            ('-1', None),
            ('i-0abc', None),
            (' 7', None),
            ('٧', None),
            ('7²', None),
        ):
            self.assertEqual(
                original_id, selects.original_id(instance_id), instance_id
            )
