"""What fits, and what would be too much."""

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
    def _check(self, limits, delta):
        capacity.check({('uuid', 'VCPU'): limits}, {limits.key: delta})

    def test_up_to_the_capacity(self):
        self._check(_limits(used=4), 6)
        refused = self.assertRaises(
            errors.CapacityExceeded, self._check, _limits(used=4), 7
        )
        self.assertEqual(
            ('VCPU', 'uuid'), (refused.resource_class, refused.provider)
        )

    def test_nobody_gets_the_fraction(self):
        self._check(_limits(most=4.5), 4)
        self.assertRaises(
            errors.CapacityExceeded, self._check, _limits(most=4.5), 5
        )

    def test_what_is_not_touched_is_not_checked(self):
        capacity.check({('uuid', 'VCPU'): _limits(used=99)}, {})

    @given(st.integers(0, 100), st.integers(max_value=0))
    def test_what_does_not_grow_passes(self, used, delta):
        self._check(_limits(used=used), delta)
