"""The filters of the list of providers."""

from placement_inv.objects.placement import aggregate
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider_filters
from placement_inv.objects.placement import provider_tree
from placement_inv.objects.placement import trait
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_ONE = world.uuid(1)


@base.on_every_database
class TestFilters(world.PlacementTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, DISK_GB=100)
        self.make_provider(2, VCPU=8)
        self.make_provider(3)
        self.allocate(9, {1: {'VCPU': 6}})
        aggregate.replace(self.ctx, _ONE, [world.uuid(50), world.uuid(51)])
        aggregate.replace(self.ctx, world.uuid(2), [world.uuid(51)])

    def _list(self, **filters):
        """Return the numbers of the providers that match."""
        with self.count_statements() as counter:
            nodes = provider_tree.list_matching(
                self.ctx, provider_filters.ProviderFilter(**filters)
            )
        self.assertLessEqual(len(counter.statements), 2, counter)
        return [int(each.uuid[-4:]) for each in nodes]

    def test_an_empty_filter_matches_every_provider(self):
        self.assertEqual([1, 2, 3], self._list())

    def test_name_and_uuid_are_compared_exactly(self):
        self.assertEqual([2], self._list(name='provider 2'))
        self.assertEqual([], self._list(name='Provider 2'))
        self.assertEqual([2], self._list(uuid=world.uuid(2)))
        self.assertEqual([], self._list(name='provider 1', uuid=world.uuid(2)))

    def test_members_of_one_aggregate_of_each_set(self):
        both, second, none = (
            frozenset(world.uuid(number) for number in numbers)
            for numbers in ((50, 51), (51,), (52,))
        )
        self.assertEqual([1, 2], self._list(member_of=(both,)))
        self.assertEqual([1, 2], self._list(member_of=(both, second)))
        self.assertEqual([], self._list(member_of=(both, none)))

    def test_room_for_each_amount(self):
        for amount, numbers in ((2, [1, 2]), (3, [2]), (8, [2]), (9, [])):
            self.assertEqual(
                numbers, self._list(resources=(('VCPU', amount),))
            )
        self.assertEqual(
            [1], self._list(resources=(('VCPU', 1), ('DISK_GB', 100)))
        )
        self.assertEqual([], self._list(resources=(('VCPU', 2**31),)))
        self.assertRaises(
            errors.UnknownResourceClass, self._list, resources=(('NO', 1),)
        )

    def test_room_follows_the_rule_of_capacity_and_units(self):
        inventory.replace(
            self.ctx,
            world.uuid(3),
            None,
            [inventory.Inventory('PGPU', 10, 4, 2, 8, 2, 1.5)],
        )
        for amount, numbers in ((1, []), (3, []), (8, [3]), (10, [])):
            self.assertEqual(
                numbers, self._list(resources=(('PGPU', amount),))
            )

    def test_ten_thousand_aggregates_are_one_condition(self):
        many = frozenset(world.uuid(number) for number in range(50, 10_050))
        self.assertEqual([1, 2], self._list(member_of=(many,)))
        self.assertEqual(
            [1], self._list(member_of=(many - {world.uuid(51)}, many))
        )
        self.assertEqual([3], self._list(not_member_of=many))

    def test_members_of_no_forbidden_aggregate(self):
        for numbers, matches in (((50,), [2, 3]), ((50, 51), [3])):
            uuids = frozenset(map(world.uuid, numbers))
            self.assertEqual(matches, self._list(not_member_of=uuids))

    def test_required_and_forbidden_traits(self):
        trait.replace(self.ctx, _ONE, None, ['HW_NIC_SRIOV', 'HW_CPU_X86_AVX'])
        trait.replace(self.ctx, world.uuid(2), None, ['HW_NIC_SRIOV'])
        avx, sriov = frozenset(['HW_CPU_X86_AVX']), frozenset(['HW_NIC_SRIOV'])
        for required_traits, forbidden_traits, matches in (
            ((sriov,), frozenset(), [1, 2]),
            ((sriov, avx), frozenset(), [1]),
            ((sriov | avx,), frozenset(), [1, 2]),
            ((sriov,), avx, [2]),
            ((), avx, [2, 3]),
        ):
            self.assertEqual(
                matches,
                self._list(
                    required_traits=required_traits,
                    forbidden_traits=forbidden_traits,
                ),
            )
        self.assertRaises(
            errors.UnknownTraitsInQuery,
            self._list,
            required_traits=(frozenset(['NO']),),
        )

    def test_providers_of_the_tree_of_any_member(self):
        for number, parent in ((4, 1), (5, 4)):
            provider_tree.create(
                self.ctx, world.uuid(number), f'{number}', world.uuid(parent)
            )
        for number in (1, 4, 5):
            self.assertEqual([1, 4, 5], self._list(in_tree=world.uuid(number)))
        self.assertEqual([2], self._list(in_tree=world.uuid(2)))
        self.assertEqual([], self._list(in_tree=world.uuid(9)))

    def test_all_filters_must_match(self):
        self.assertEqual(
            [1],
            self._list(
                resources=(('VCPU', 2),),
                member_of=(frozenset([world.uuid(50)]),),
            ),
        )
        self.assertEqual(
            [],
            self._list(
                resources=(('VCPU', 3),),
                member_of=(frozenset([world.uuid(50)]),),
            ),
        )
