"""Unequal amounts of one class: their order, and what they can use."""

import itertools
import unittest

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.objects.placement.candidates import packing
from placement_inv.tests.candidates import plans


def _plan(*amounts, **more):
    groups = (
        plans.group(f'_{letter}', {'VGPU': amount})
        for letter, amount in zip('ABCDEF', amounts, strict=False)
    )
    return plans.create(*groups, **more)


class TestLargestFirst(unittest.TestCase):
    def test_equal_amounts_keep_the_order_of_the_request(self):
        self.assertIsNone(packing.largest_first(_plan(2, 2)))

    def test_classes_that_one_slot_takes_keep_it_too(self):
        plan = plans.create(plans.group('', {'VCPU': 1, 'DISK_GB': 2}))
        self.assertIsNone(packing.largest_first(plan))

    def test_the_largest_amount_comes_first(self):
        order = packing.largest_first(_plan(1, 3, 2))
        self.assertEqual(
            ['_B', '_C', '_A'], [slot.suffix for slot in order.plan.slots]
        )
        self.assertEqual(['b', 'c', 'a'], order.arrange(['a', 'b', 'c']))
        self.assertEqual(('a', 'b', 'c'), order.restore(('b', 'c', 'a')))

    def test_the_share_of_a_class_counts_and_not_the_number(self):
        plan = plans.create(
            plans.group('_A', {'DISK_GB': 500}),
            plans.group('_B', {'DISK_GB': 500, 'VGPU': 1}),
            plans.group('_C', {'VGPU': 3}),
        )
        order = packing.largest_first(plan)
        self.assertEqual('_C', order.plan.slots[0].suffix)

    def test_the_order_of_the_request_makes_no_difference(self):
        groups = [
            plans.group('', {'VCPU': 2, 'VGPU': 1}),
            plans.group('_A', {'VGPU': 2}),
            plans.group('_B', {'VGPU': 2, 'VCPU': 1}),
        ]
        orders = {
            tuple(
                (slot.suffix, slot.amounts)
                for slot in packing.largest_first(
                    plans.create(*permutation)
                ).plan.slots
            )
            for permutation in itertools.permutations(groups)
        }
        self.assertEqual(1, len(orders))


class TestRemainders(testtools.TestCase):
    @hypothesis.given(
        st.lists(st.integers(1, 9), min_size=1, max_size=6),
        st.integers(0, 60),
        st.sampled_from((1, 7)),
    )
    def test_usable_is_the_largest_sum_that_fits(self, amounts, free, unit):
        amounts = tuple(amount * unit for amount in amounts)
        every_remainder = packing.remainders(amounts)
        self.assertEqual(len(amounts) + 1, len(every_remainder))
        for number, remainder in enumerate(every_remainder):
            rest = amounts[number:]
            self.assertEqual(sum(rest), remainder.total)
            sums = (
                sum(some)
                for size in range(len(rest) + 1)
                for some in itertools.combinations(rest, size)
            )
            self.assertEqual(
                max(total for total in sums if total <= free),
                remainder.usable(free),
            )

    def test_large_amounts_are_compared_less_exactly(self):
        first = packing.remainders((10**9 + 1, 10**9, 7))[0]
        self.assertEqual(first.total, first.usable(10**10))
        self.assertEqual(1000, first.usable(1000))
        self.assertEqual(0, first.usable(6))
