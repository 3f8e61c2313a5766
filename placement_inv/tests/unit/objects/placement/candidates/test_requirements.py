"""Plans: the demands, pools and slots that a request becomes."""

import unittest

from placement_inv.objects.placement.candidates import requirements
from placement_inv.tests.candidates import plans

_VGPU = {'VGPU': 1}


class TestPlan(unittest.TestCase):
    def test_a_spread_group_has_a_slot_for_each_class(self):
        plan = plans.create(plans.group('', {'VCPU': 2, 'DISK_GB': 5}))
        self.assertEqual(((0, 1), (0, 4)), plan.pools)
        self.assertEqual(
            (
                requirements.Slot('', 0, ((1, 2),)),
                requirements.Slot('', 1, ((4, 5),)),
            ),
            plan.slots,
        )

    def test_a_granular_group_is_one_slot(self):
        plan = plans.create(plans.group('_A', {'VCPU': 2, 'DISK_GB': 5}))
        self.assertEqual(((0, None),), plan.pools)
        self.assertEqual(
            (requirements.Slot('_A', 0, ((1, 2), (4, 5))),), plan.slots
        )

    def test_equal_groups_share_a_demand_and_a_pool(self):
        plan = plans.create(
            plans.group('_A', _VGPU),
            plans.group('_B', _VGPU),
            plans.group('_C', {'VGPU': 2}),
        )
        self.assertEqual(2, len(plan.demands))
        self.assertEqual([0, 0, 1], [slot.pool for slot in plan.slots])

    def test_classes_of_several_slots_are_contested(self):
        plan = plans.create(
            plans.group('', {'VCPU': 1, 'VGPU': 1}),
            plans.group('_A', _VGPU),
        )
        self.assertEqual((3,), plan.contested_classes)

    def test_names_are_ids_and_unknown_ones_of_several_are_dropped(self):
        plan = plans.create(
            plans.group(
                '_A',
                _VGPU,
                required_traits=(frozenset(('CUSTOM_A', 'CUSTOM_C')),),
                forbidden_traits=frozenset(('CUSTOM_B',)),
                member_of=(frozenset(('aggregate 1', 'nowhere')),),
                not_member_of=frozenset(('aggregate 2', 'nowhere')),
                in_tree='root',
            ),
            root_required=frozenset(('CUSTOM_A',)),
            root_forbidden=frozenset(('CUSTOM_B',)),
        )
        (demand,) = plan.demands
        self.assertEqual((frozenset((1, 3)),), demand.required_traits)
        self.assertEqual(frozenset((2,)), demand.forbidden_traits)
        self.assertEqual((frozenset((1,)),), demand.member_of)
        self.assertEqual(frozenset((2,)), demand.not_member_of)
        self.assertEqual(10, demand.tree)
        self.assertEqual({1}, plan.root_required)
        self.assertEqual({2}, plan.root_forbidden)
        self.assertEqual(
            {1: 'VCPU', 2: 'MEMORY_MB', 3: 'VGPU', 4: 'DISK_GB'},
            plan.class_names,
        )

    def test_a_request_that_no_provider_can_meet_has_no_plan(self):
        for group in (
            plans.group('_A', _VGPU, in_tree='nowhere'),
            plans.group('_A', _VGPU, member_of=(frozenset(('nowhere',)),)),
            plans.group('_A', {'VGPU': 2**31}),
        ):
            self.assertIsNone(plans.create(group), group)
        self.assertIsNotNone(
            plans.create(plans.group('', {'VGPU': 2**31 - 1}))
        )

    def test_subtrees_are_sets_of_at_least_two_slots(self):
        plan = plans.create(
            plans.group('_A', _VGPU),
            plans.group('_B'),
            plans.group('_C', _VGPU),
            same_subtrees=(
                frozenset(('_A', '_C')),
                frozenset(('_C', '_A')),
                frozenset(('_B',)),
            ),
        )
        self.assertEqual(((0, 2),), plan.subtrees)

    def test_choices_are_independent_unless_something_connects_them(self):
        first, second = (
            plans.group('_A', _VGPU),
            plans.group('_B', {'VCPU': 1}),
        )
        traits = (frozenset(('CUSTOM_A',)),)
        subtree = (frozenset(('_A', '_B')),)
        for expected, plan in (
            (True, plans.create(first, second)),
            (True, plans.create(first, isolate=True)),
            (False, plans.create(first, second, isolate=True)),
            (False, plans.create(first, plans.group('_B', _VGPU))),
            (False, plans.create(first, second, same_subtrees=subtree)),
            (False, plans.create(first, second, nested_providers=False)),
            (
                False,
                plans.create(plans.group('', _VGPU, required_traits=traits)),
            ),
            (
                True,
                plans.create(plans.group('_A', _VGPU, required_traits=traits)),
            ),
        ):
            self.assertIs(expected, plan.is_independent, plan)

    def test_the_mask_of_all_traits_has_a_bit_for_each_set(self):
        plan = plans.create(
            plans.group(
                '',
                _VGPU,
                required_traits=(
                    frozenset(('CUSTOM_A', 'CUSTOM_B')),
                    frozenset(('CUSTOM_C',)),
                ),
            )
        )
        self.assertEqual(0b11, plan.spread_demand.all_traits)
        self.assertIsNone(plans.create(plans.group('_A', _VGPU)).spread_demand)
