"""A walk finds what all combinations contain, or says that it ended early."""

import itertools
import unittest
from unittest import mock

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import combinations
from placement_inv.objects.placement.candidates import constraints
from placement_inv.objects.placement.candidates import patience
from placement_inv.objects.placement.candidates import walk
from placement_inv.tests.candidates import plans
from placement_inv.tests.unit.objects.placement.candidates import forests

_CLASSES = {'VCPU': 1, 'VGPU': 3}
#: Twelve amounts that fill six devices to the last unit.
_AMOUNTS = (11, 15, 17, 23, 25, 29, 31, 38, 41, 46, 52, 57)
_DEVICES = {
    device: sum(_AMOUNTS[number] for number in numbers)
    for device, numbers in enumerate(
        ((3, 8), (0, 10), (5, 6), (1, 11), (4, 7), (2, 9)), start=10
    )
}


def _forest(plan, rooms):
    """Return a Forest of one tree; `rooms` are {class: amount} by provider."""
    pools = []
    for number, _class in plan.pools:
        resources = plan.demands[number].resources
        pools.append(
            [
                provider
                for provider, room in rooms.items()
                if all(room.get(c, 0) >= amount for c, amount in resources)
            ]
        )
    forest = forests.create(plan, pools)
    forest.add_stock(
        (0, class_id, provider, amount, 10**6)
        for provider, room in rooms.items()
        for class_id, amount in room.items()
    )
    return forest


def _find(amounts, rooms, steps, limit=None, **fields):
    """Return (set of choices by suffix, whether the walk ended early)."""
    plan = plans.create(
        *(plans.group(suffix, some) for suffix, some in amounts), **fields
    )
    forest = _forest(plan, rooms)
    if not all(forest.options(1)):
        return set(), False
    (stream,) = combinations.streams(plan, forest, [1], steps)
    choices = {
        frozenset(zip((suffix for suffix, _ in amounts), choice, strict=True))
        for choice in itertools.islice(stream, limit)
    }
    return choices, bool(steps.ended_walks)


def _try_all(amounts, rooms, isolate):
    """Return the set of choices by suffix, by brute force."""
    choices = set()
    for choice in itertools.product(rooms, repeat=len(amounts)):
        left = {
            (provider, number): amount
            for provider, room in rooms.items()
            for number, amount in room.items()
        }
        for (_suffix, some), provider in zip(amounts, choice, strict=True):
            for name, amount in some.items():
                key = provider, _CLASSES[name]
                left[key] = left.get(key, 0) - amount
        if min(left.values()) >= 0 and not (
            isolate and len(set(choice)) < len(choice)
        ):
            suffixes = (suffix for suffix, _ in amounts)
            choices.add(frozenset(zip(suffixes, choice, strict=True)))
    return choices


_SOME = st.one_of(
    st.fixed_dictionaries({'VGPU': st.integers(1, 6)}),
    st.fixed_dictionaries(
        {'VGPU': st.integers(1, 6), 'VCPU': st.integers(1, 4)}
    ),
)
_ROOM = st.fixed_dictionaries({3: st.integers(0, 12), 1: st.integers(0, 6)})


class TestRandomAmounts(testtools.TestCase):
    @hypothesis.given(
        data=st.data(),
        amounts=st.lists(_SOME, min_size=2, max_size=5),
        rooms=st.lists(_ROOM, min_size=1, max_size=4),
        isolate=st.booleans(),
        interval=st.sampled_from((1, 2, 1024)),
    )
    @hypothesis.settings(max_examples=300, derandomize=True, deadline=None)
    def test_a_walk_finds_all_choices_or_says_that_it_ended_early(
        self, data, amounts, rooms, isolate, interval
    ):
        amounts = [(f'_{n}', some) for n, some in enumerate(amounts)]
        rooms = dict(enumerate(rooms, start=10))
        expected = _try_all(amounts, rooms, isolate)
        with mock.patch.object(walk, '_INTERVAL', interval):
            choices, has_ended = _find(
                amounts, rooms, patience.Patience(), isolate=isolate
            )
            self.assertFalse(has_ended)
            self.assertEqual(expected, choices)
            self.assertEqual(
                (choices, False),
                _find(
                    data.draw(st.permutations(amounts)),
                    rooms,
                    patience.Patience(),
                    isolate=isolate,
                ),
            )
            few = data.draw(st.integers(1, 20))
            with mock.patch.multiple(
                patience, _STEPS_OF_WALK=few, _FEWEST_STEPS_OF_WALK=1
            ):
                some, has_ended = _find(
                    amounts, rooms, patience.Patience(), isolate=isolate
                )
        self.assertLessEqual(some, expected)
        if not has_ended:
            self.assertEqual(expected, some)


class TestHardAmounts(unittest.TestCase):
    def find(self, amounts, devices):
        return _find(
            [(f'_{amount}', {'VGPU': amount}) for amount in amounts],
            {device: {3: units} for device, units in devices.items()},
            patience.Patience(),
        )

    def test_twelve_unequal_groups_fill_six_devices_in_any_order(self):
        expected = frozenset(
            (f'_{_AMOUNTS[number]}', device)
            for device, numbers in enumerate(
                ((3, 8), (0, 10), (5, 6), (1, 11), (4, 7), (2, 9)), start=10
            )
            for number in numbers
        )
        choices, has_ended = self.find(_AMOUNTS, _DEVICES)
        self.assertFalse(has_ended)
        self.assertIn(expected, choices)
        for order in (_AMOUNTS[::-1], _AMOUNTS[6:] + _AMOUNTS[:6]):
            self.assertEqual((choices, False), self.find(order, _DEVICES))

    def test_one_unit_too_few_is_certain(self):
        devices = _DEVICES | {10: _DEVICES[10] - 1}
        self.assertEqual((set(), False), self.find(_AMOUNTS, devices))


class TestEnds(unittest.TestCase):
    def setUp(self):
        # Enough room in total, in pieces of which two threes use no more.
        self.options = [['a', 'b', 'c']] * 5
        self.constraints = [
            constraints.Capacity(
                dict.fromkeys(range(5), 3), {'a': 5, 'b': 5, 'c': 5}
            )
        ]

    def walk(self, steps=None, **options):
        return list(
            walk.walk(
                self.constraints,
                self.options,
                steps or patience.Patience(),
                **options,
            )
        )

    def test_the_budget_is_checked_while_there_is_no_result(self):
        budget = budgets.Budget(client_has_left=lambda: True)
        with (
            mock.patch.object(walk, '_INTERVAL', 1),
            self.assertRaises(exceptions.ClientLeft),
        ):
            self.walk(budget=budget)

    def test_a_walk_that_ends_early_is_counted(self):
        steps = patience.Patience()
        self.assertEqual([], self.walk(steps))
        self.assertEqual(0, steps.ended_walks)
        with (
            mock.patch.object(walk, '_INTERVAL', 1),
            mock.patch.multiple(
                patience, _STEPS_OF_WALK=2, _FEWEST_STEPS_OF_WALK=1
            ),
        ):
            self.assertEqual([], self.walk(steps))
        self.assertEqual(1, steps.ended_walks)

    def test_a_walk_that_cannot_start_takes_no_steps(self):
        room = constraints.Capacity({0: 3, 1: 4}, {'a': 6})
        self.constraints, self.options = [room], [['a'], ['a']]
        self.assertEqual([], self.walk())
