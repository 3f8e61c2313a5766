"""The defaults and the capacity of an inventory."""

import math

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement import inventory


class TestInventory(testtools.TestCase):
    def test_omitted_amounts_have_defaults(self):
        self.assertEqual(
            inventory.Inventory('VCPU', 8, 0, 1, 2147483647, 1, 1.0),
            inventory.Inventory('VCPU', 8),
        )

    def test_capacity(self):
        for amounts, expected in (
            ((10, 0, 1.0), 10),
            ((10, 2, 1.5), 12),
            ((3, 0, 1.5), 4.5),
            ((10, 10, 16.0), 0),
        ):
            total, reserved, ratio = amounts
            value = inventory.Inventory(
                'VCPU', total, reserved, allocation_ratio=ratio
            )
            self.assertEqual(expected, value.capacity)

    @given(
        st.integers(1, inventory.MAX_INT),
        st.integers(0, inventory.MAX_INT),
        st.floats(max_value=3.40282e38, allow_nan=False, allow_infinity=False),
    )
    def test_every_valid_body_has_a_capacity(self, total, reserved, ratio):
        value = inventory.Inventory(
            'VCPU', total, reserved, allocation_ratio=ratio
        )
        self.assertFalse(math.isnan(value.capacity), value)
