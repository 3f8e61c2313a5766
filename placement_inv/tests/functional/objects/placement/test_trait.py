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
            provider, traits = trait.replace(
                self.ctx, _ONE, 1, ['HW_NIC_SRIOV', 'HW_CPU_X86_AVX']
            )
        self.assertEqual(6, len(counter.statements), counter)
        self.assertEqual(
            ['HW_CPU_X86_AVX', 'HW_NIC_SRIOV'], [each.name for each in traits]
        )
        self.assertEqual(2, provider.generation)
        with self.count_statements() as counter:
            result = trait.list_of_provider(self.ctx, _ONE)
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual((provider, traits), result)

    def test_the_same_traits_do_not_advance_the_generation(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A'])
        trait.replace(self.ctx, _ONE, 1, ['CUSTOM_A', 'CUSTOM_A'])
        self.assertEqual(1, self.get_generation(1))

    def test_the_error_names_all_unknown_traits(self):
        error = self.assertRaises(
            errors.UnknownTraits,
            trait.replace,
            self.ctx,
            _ONE,
            0,
            ['CUSTOM_A', 'NO', 'NEVER'],
        )
        self.assertEqual('No such trait NEVER, NO', str(error))

    def test_a_stale_generation_conflicts(self):
        self.assertRaises(
            errors.GenerationConflictOfPart,
            trait.replace,
            self.ctx,
            _ONE,
            1,
            [],
        )

    def test_filters_compare_names_exactly(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A'])
        trait.ensure(self.ctx, 'CUSTOM_AB')
        for filters, names in (
            ({'prefix': 'CUSTOM_'}, ['CUSTOM_A', 'CUSTOM_AB']),
            ({'prefix': 'custom_'}, []),
            ({'prefix': 'CUSTOM%'}, []),
            ({'names': ['CUSTOM_A', 'NO']}, ['CUSTOM_A']),
            ({'names': []}, []),
            ({'is_associated': True}, ['CUSTOM_A']),
            ({'is_associated': False, 'prefix': 'CUSTOM_'}, ['CUSTOM_AB']),
        ):
            self.assertEqual(
                names,
                [each.name for each in trait.list_all(self.ctx, **filters)],
            )

    def test_a_trait_of_a_provider_is_not_deleted(self):
        trait.replace(self.ctx, _ONE, 0, ['CUSTOM_A'])
        self.assertRaises(
            errors.TraitInUse, trait.delete, self.ctx, 'CUSTOM_A'
        )
        trait.replace(self.ctx, _ONE, None, [])
        trait.delete(self.ctx, 'CUSTOM_A')
        self.assertRaises(
            errors.TraitNotFound, trait.delete, self.ctx, 'CUSTOM_A'
        )

    def test_a_standard_trait_is_not_deleted(self):
        self.assertRaises(
            errors.StandardTrait, trait.delete, self.ctx, 'HW_NIC_SRIOV'
        )
