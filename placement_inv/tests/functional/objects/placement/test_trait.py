"""Traits: names, and the providers that have them."""

from placement_inv.objects.placement import errors
from placement_inv.objects.placement import trait
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_ONE = world.uuid(1)


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
        self.assertEqual(1, self.get_generation(1))

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
            ({'is_associated': True}, ['CUSTOM_A']),
            ({'is_associated': False, 'prefix': 'CUSTOM_'}, ['CUSTOM_AB']),
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
