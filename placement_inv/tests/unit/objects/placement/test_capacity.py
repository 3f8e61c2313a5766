"""What fits, and what would be too much."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement import capacity
from placement_inv.objects.placement import errors


def _limits(used=0, most=10, **portions):
    portions = {'min_unit': 1, 'max_unit': 99, 'step_size': 1} | portions
    return capacity.Limits(1, 2, used, most, **portions)


class TestFits(testtools.TestCase):
    def test_portions(self):
        limits = _limits(min_unit=4, max_unit=10, step_size=2)
        fitting = [amount for amount in range(20) if limits.fits(amount)]
        self.assertEqual([4, 6, 8, 10], fitting)


class TestCheck(testtools.TestCase):
    def _check(self, limits, amount, released=0):
        capacity.check_amounts(
            {('uuid', 'VCPU'): limits},
            [('uuid', 'VCPU', amount)],
            {limits.key: released},
        )

    def test_up_to_the_capacity(self):
        self._check(_limits(used=4), 6)
        refused = self.assertRaises(
            errors.CapacityExceeded, self._check, _limits(used=4), 7
        )
        self.assertEqual(
            ('VCPU', 'uuid'), (refused.resource_class, refused.provider)
        )

    def test_amounts_add_up(self):
        found = {('uuid', 'VCPU'): _limits()}
        each = ('uuid', 'VCPU', 4)
        capacity.check_amounts(found, [each, each], {})
        self.assertRaises(
            errors.CapacityExceeded,
            capacity.check_amounts,
            found,
            [each, each, each],
            {},
        )

    def test_nobody_gets_the_fraction(self):
        self._check(_limits(most=4.5), 4)
        self.assertRaises(
            errors.CapacityExceeded, self._check, _limits(most=4.5), 5
        )

    def test_the_first_that_is_wrong_is_told(self):
        found = {
            ('uuid', 'VCPU'): _limits(),
            ('uuid', 'DISK_GB'): _limits(step_size=2),
        }
        wrong = {
            ('uuid', 'VCPU', 11): errors.CapacityExceeded,
            ('uuid', 'DISK_GB', 3): errors.ConstraintsViolated,
            ('other', 'VCPU', 1): errors.InvalidAllocation,
        }
        for several in itertools.permutations(wrong):
            refused = self.assertRaises(
                errors.InvalidAllocation,
                capacity.check_amounts,
                found,
                several,
                {},
            )
            self.assertIs(wrong[several[0]], type(refused))

    @given(st.integers(0, 100), st.integers(1, 99), st.integers(0))
    def test_what_does_not_grow_passes(self, used, amount, more):
        self._check(_limits(used=used), amount, released=amount + more)
