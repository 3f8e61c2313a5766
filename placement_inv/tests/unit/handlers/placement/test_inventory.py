"""The inventory that the amounts in a body describe."""

import testtools

from placement_inv.handlers.placement import inventory


class TestParse(testtools.TestCase):
    def test_whole_floats_become_integers(self):
        value = inventory.parse('VCPU', {'total': 8.0, 'allocation_ratio': 2})
        self.assertEqual((8, int), (value.total, type(value.total)))
        self.assertEqual(2, value.allocation_ratio)

    def test_a_ratio_keeps_its_fraction(self):
        value = inventory.parse('VCPU', {'total': 8, 'allocation_ratio': 1.5})
        self.assertEqual(1.5, value.allocation_ratio)

    def test_other_keys_of_the_body_are_ignored(self):
        body = {'total': 8, 'resource_provider_generation': 3}
        self.assertEqual(
            inventory.parse('VCPU', {'total': 8}),
            inventory.parse('VCPU', body),
        )
