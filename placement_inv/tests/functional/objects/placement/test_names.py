"""Resource classes, traits and aggregates: names and who has them."""

from placement_inv.objects.placement import aggregate
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import resource_class
from placement_inv.objects.placement import trait
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_ONE = world.uuid(1)


@base.on_every_database
class TestResourceClass(world.PlacementTest):
    def test_it_is_made_once(self):
        resource_class.create(self.ctx, 'CUSTOM_A')
        self.assertRaises(
            errors.ResourceClassExists,
            resource_class.create,
            self.ctx,
            'CUSTOM_A',
        )
        self.assertFalse(resource_class.ensure(self.ctx, 'CUSTOM_A'))
        self.assertTrue(resource_class.ensure(self.ctx, 'CUSTOM_B'))

    def test_it_is_renamed_with_its_inventories(self):
        resource_class.create(self.ctx, 'CUSTOM_A')
        self.make_provider(1, CUSTOM_A=5)
        resource_class.rename(self.ctx, 'CUSTOM_A', 'CUSTOM_B')
        self.set_inventories(1, CUSTOM_B=5)
        self.assertRaises(
            errors.ResourceClassNotFound,
            resource_class.get,
            self.ctx,
            'CUSTOM_A',
        )

    def test_a_name_in_use_is_no_new_name(self):
        for name in ('CUSTOM_A', 'CUSTOM_B'):
            resource_class.create(self.ctx, name)
        self.assertRaises(
            errors.ResourceClassNameTaken,
            resource_class.rename,
            self.ctx,
            'CUSTOM_A',
            'CUSTOM_B',
        )

    def test_inventories_hold_their_class(self):
        resource_class.create(self.ctx, 'CUSTOM_A')
        self.make_provider(1, CUSTOM_A=5)
        self.assertRaises(
            errors.ResourceClassInUse,
            resource_class.delete,
            self.ctx,
            'CUSTOM_A',
        )
        self.set_inventories(1)
        resource_class.delete(self.ctx, 'CUSTOM_A')

    def test_standard_ones_stay(self):
        self.assertRaises(
            errors.StandardResourceClass,
            resource_class.delete,
            self.ctx,
            'VCPU',
        )
        self.assertRaises(
            errors.StandardResourceClass,
            resource_class.rename,
            self.ctx,
            'VCPU',
            'CUSTOM_A',
        )


@base.on_every_database
class TestTrait(world.PlacementTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1)
        trait.ensure(self.ctx, 'CUSTOM_A')

    def test_traits_of_a_provider_are_replaced(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A', 'HW_NIC_SRIOV'])
        with self.count_statements() as counter:
            found, traits = trait.replace(
                self.ctx, _ONE, 1, ['HW_NIC_SRIOV', 'HW_CPU_X86_AVX']
            )
        self.assertEqual(6, len(counter.statements), counter)
        self.assertEqual(
            ['HW_CPU_X86_AVX', 'HW_NIC_SRIOV'], [each.name for each in traits]
        )
        self.assertEqual(2, found.generation)
        with self.count_statements() as counter:
            listed = trait.list_of_provider(self.ctx, _ONE)
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual((found, traits), listed)

    def test_the_same_traits_cost_no_generation(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A'])
        trait.replace(self.ctx, _ONE, 1, ['CUSTOM_A', 'CUSTOM_A'])
        self.assertEqual(1, self.generation(1))

    def test_all_the_unknown_are_named(self):
        refused = self.assertRaises(
            errors.UnknownTraits,
            trait.replace,
            self.ctx,
            _ONE,
            0,
            ['CUSTOM_A', 'NO', 'NEVER'],
        )
        self.assertEqual('No such trait NEVER, NO', str(refused))

    def test_a_stale_generation_conflicts(self):
        self.assertRaises(
            errors.GenerationConflictOfPart,
            trait.replace,
            self.ctx,
            _ONE,
            1,
            [],
        )

    def test_names_are_filtered_to_the_byte(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A'])
        trait.ensure(self.ctx, 'CUSTOM_AB')
        for wanted, found in (
            ({'prefix': 'CUSTOM_'}, ['CUSTOM_A', 'CUSTOM_AB']),
            ({'prefix': 'custom_'}, []),
            ({'prefix': 'CUSTOM%'}, []),
            ({'names': ['CUSTOM_A', 'NO']}, ['CUSTOM_A']),
            ({'names': []}, []),
            ({'associated': True}, ['CUSTOM_A']),
            ({'associated': False, 'prefix': 'CUSTOM_'}, ['CUSTOM_AB']),
        ):
            self.assertEqual(
                found,
                [each.name for each in trait.list_all(self.ctx, **wanted)],
            )

    def test_providers_hold_their_traits(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A'])
        self.assertRaises(
            errors.TraitInUse, trait.delete, self.ctx, 'CUSTOM_A'
        )
        trait.replace(self.ctx, _ONE, None, [])
        trait.delete(self.ctx, 'CUSTOM_A')
        self.assertRaises(
            errors.TraitNotFound, trait.delete, self.ctx, 'CUSTOM_A'
        )

    def test_standard_ones_stay(self):
        self.assertRaises(
            errors.StandardTrait, trait.delete, self.ctx, 'HW_NIC_SRIOV'
        )


@base.on_every_database
class TestAggregate(world.PlacementTest):
    def test_aggregates_of_a_provider_are_replaced(self):
        self.make_provider(1)
        uuids = [world.uuid(number) for number in range(50, 60)]
        aggregate.replace(self.ctx, _ONE, uuids[:5])
        with self.count_statements() as counter:
            aggregate.replace(self.ctx, _ONE, uuids[2:])
        self.assertEqual(7, len(counter.statements), counter)
        with self.count_statements() as counter:
            found, members = aggregate.list_of_provider(self.ctx, _ONE)
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual(uuids[2:], sorted(members))
        self.assertEqual(provider.get(self.ctx, _ONE), found)
        self.assertEqual(0, found.generation)

    def test_a_known_aggregate_is_the_same_one(self):
        for number in (1, 2):
            self.make_provider(number)
            aggregate.replace(self.ctx, world.uuid(number), [world.uuid(50)])
        aggregate.replace(self.ctx, _ONE, [])
        self.assertEqual([], aggregate.list_of_provider(self.ctx, _ONE)[1])
        self.assertEqual(
            [world.uuid(50)],
            aggregate.list_of_provider(self.ctx, world.uuid(2))[1],
        )
