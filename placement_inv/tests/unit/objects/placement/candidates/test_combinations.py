"""The combinations of providers from each tree, in order and at random."""

import random
import unittest

from placement_inv.objects.placement.candidates import combinations
from placement_inv.objects.placement.candidates import patience
from placement_inv.tests.candidates import plans
from placement_inv.tests.unit.objects.placement.candidates import forests


def _devices(*amounts, **fields):
    """Return a plan of groups for VGPUs: `contested` by all of them."""
    return plans.create(
        *(
            plans.group(f'_{number}', {'VGPU': amount})
            for number, amount in enumerate(amounts)
        ),
        **fields,
    )


def _forest(plan, units_by_provider, root=1):
    """Return a Forest of one tree with free VGPUs."""
    providers = list(units_by_provider)
    forest = forests.create(plan, [providers] * len(plan.pools), root=root)
    forest.add_stock(
        [
            (0, 3, provider, units, 100)
            for provider, units in units_by_provider.items()
        ]
    )
    return forest


def _combine(plan, forest, **options):
    options.setdefault('patience', patience.Patience())
    (stream,) = combinations.streams(plan, forest, [1], **options)
    return list(stream)


class TestStreams(unittest.TestCase):
    def test_independent_choices_are_a_product(self):
        plan = plans.create(plans.group('', {'VCPU': 1, 'DISK_GB': 1}))
        forest = forests.create(plan, [[5, 6], [6, 7]])
        self.assertEqual(
            [(5, 6), (5, 7), (6, 6), (6, 7)], _combine(plan, forest)
        )

    def test_each_root_has_a_stream(self):
        plan = plans.create(plans.group('_A', {'VCPU': 1}))
        forest = forests.create(plan, [[5]])
        forests.add_tree(forest, plan, [[6, 7]], root=2)
        streams = combinations.streams(
            plan, forest, [2, 1], patience.Patience()
        )
        self.assertEqual([[(6,), (7,)], [(5,)]], list(map(list, streams)))

    def test_isolated_groups_have_different_providers(self):
        plan = _devices(1, 1, isolate=True)
        self.assertEqual(
            [(5, 6), (6, 5)], _combine(plan, _forest(plan, {5: 9, 6: 9}))
        )

    def test_the_free_amounts_suffice_for_all_slots(self):
        plan = _devices(3, 2)
        self.assertEqual(
            [(5, 6), (6, 5), (6, 6)],
            _combine(plan, _forest(plan, {5: 4, 6: 5})),
        )

    def test_unequal_amounts_come_in_the_order_of_the_request(self):
        plan = _devices(1, 4, 2)
        self.assertEqual(
            [(7, 6, 5), (5, 6, 7)],
            _combine(plan, _forest(plan, {5: 2, 6: 4, 7: 2})),
        )

    def test_amounts_above_all_capacities_have_no_combination(self):
        plan = _devices(3, 3, 2)
        self.assertEqual([], _combine(plan, _forest(plan, {5: 4, 6: 4})))

    def test_members_of_a_subtree_lie_below_one_of_them(self):
        plan = plans.create(
            plans.group('_A', {'VCPU': 1}),
            plans.group('_B', {'DISK_GB': 1}),
            same_subtrees=(frozenset(('_A', '_B')),),
        )
        forest = forests.create(plan, [[5, 6], [7, 8]])
        forest.add_parents([(0, 7, 5, 0, 0), (0, 8, 6, 0, 0)])
        self.assertEqual([(5, 7), (6, 8)], _combine(plan, forest))

    def test_spread_groups_have_their_traits_together(self):
        plan = plans.create(
            plans.group(
                '',
                {'VCPU': 1, 'DISK_GB': 1},
                required_traits=(
                    frozenset(('CUSTOM_A',)),
                    frozenset(('CUSTOM_B',)),
                ),
            )
        )
        forest = forests.create(plan, [[5, 6], [7, 8]])
        forest.masks.update({5: 0b01, 6: 0b11, 7: 0b10, 8: 0b00})
        self.assertEqual([(5, 7), (6, 7), (6, 8)], _combine(plan, forest))

    def test_old_versions_use_one_provider_of_a_tree(self):
        plan = plans.create(
            plans.group('', {'VCPU': 1, 'DISK_GB': 1}), nested_providers=False
        )
        forest = forests.create(plan, [[5, 6], [6, 7]])
        self.assertEqual([(6, 6)], _combine(plan, forest))


class TestRandomOrder(unittest.TestCase):
    def test_each_combination_comes_once(self):
        plan = _devices(1, 1, 1, isolate=True)
        forest = _forest(plan, dict.fromkeys(range(5, 10), 9))
        expected = _combine(plan, forest)
        results = _combine(plan, forest, rng=random.Random(1))
        self.assertEqual(60, len(results))
        self.assertEqual(expected, sorted(results))
        self.assertNotEqual(expected, results)

    def test_the_first_ones_do_not_begin_alike(self):
        plan = _devices(1, 1, 1, isolate=True)
        forest = _forest(plan, dict.fromkeys(range(5, 25), 9))
        results = _combine(plan, forest, rng=random.Random(1))[:50]
        self.assertGreater(len({first for first, *_rest in results}), 5)
