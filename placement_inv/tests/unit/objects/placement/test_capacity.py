"""Checks of amounts against the limits of inventories."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement import capacity
from placement_inv.objects.placement import errors


def _limits(used=0, most=10, **units):
    units = {'min_unit': 1, 'max_unit': 99, 'step_size': 1} | units
    return capacity.Limits(1, 2, used, most, **units)


class TestFits(testtools.TestCase):
    def test_amounts_follow_the_units(self):
        limits = _limits(min_unit=4, max_unit=10, step_size=2)
        fitting = [amount for amount in range(20) if limits.fits(amount)]
        self.assertEqual([4, 6, 8, 10], fitting)


class TestCheck(testtools.TestCase):
    def _check(self, limits, amount, release=0):
        capacity.check_amounts(
            {('uuid', 'VCPU'): limits},
            [('uuid', 'VCPU', amount)],
            {limits.key: release},
        )

    def test_an_amount_up_to_the_capacity_passes(self):
        self._check(_limits(used=4), 6)
        error = self.assertRaises(
            errors.CapacityExceeded, self._check, _limits(used=4), 7
        )
        self.assertEqual(
            ('VCPU', 'uuid'), (error.resource_class, error.provider)
        )

    def test_amounts_of_one_inventory_add_up(self):
        limits = {('uuid', 'VCPU'): _limits()}
        each = ('uuid', 'VCPU', 4)
        capacity.check_amounts(limits, [each, each], {})
        self.assertRaises(
            errors.CapacityExceeded,
            capacity.check_amounts,
            limits,
            [each, each, each],
            {},
        )

    def test_the_fraction_of_a_unit_is_not_allocated(self):
        self._check(_limits(most=4.5), 4)
        self.assertRaises(
            errors.CapacityExceeded, self._check, _limits(most=4.5), 5
        )

    def test_the_first_bad_amount_is_reported(self):
        limits = {
            ('uuid', 'VCPU'): _limits(),
            ('uuid', 'DISK_GB'): _limits(step_size=2),
        }
        bad_amounts = {
            ('uuid', 'VCPU', 11): errors.CapacityExceeded,
            ('uuid', 'DISK_GB', 3): errors.ConstraintsViolated,
            ('other', 'VCPU', 1): errors.InvalidAllocation,
        }
        for several in itertools.permutations(bad_amounts):
            error = self.assertRaises(
                errors.InvalidAllocation,
                capacity.check_amounts,
                limits,
                several,
                {},
            )
            self.assertIs(bad_amounts[several[0]], type(error))

    @given(st.integers(0, 100), st.integers(1, 99), st.integers(0))
    def test_a_counter_that_does_not_grow_passes(self, used, amount, more):
        self._check(_limits(used=used), amount, release=amount + more)
