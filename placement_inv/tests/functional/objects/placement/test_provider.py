"""Resource providers, and the rows that belong to them."""

from placement_inv.objects.placement import aggregate
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import provider_tree
from placement_inv.objects.placement import trait
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_ONE = world.uuid(1)


@base.on_every_database
class TestProvider(world.PlacementTest):
    def test_a_new_provider_has_generation_zero(self):
        new_provider = provider.create(self.ctx, _ONE, 'one')
        self.assertEqual(new_provider, provider.get(self.ctx, _ONE))
        self.assertEqual(0, new_provider.generation)

    def test_names_and_uuids_are_unique(self):
        provider.create(self.ctx, _ONE, 'one')
        for args, what in (
            ((_ONE, 'two'), f'uuid: {_ONE}'),
            ((world.uuid(2), 'one'), 'name: one'),
        ):
            error = self.assertRaises(
                errors.DuplicateProvider, provider.create, self.ctx, *args
            )
            self.assertEqual(what, error.what)

    def test_the_case_of_a_name_counts(self):
        provider.create(self.ctx, _ONE, 'one')
        provider.create(self.ctx, world.uuid(2), 'ONE')

    def test_a_new_name_does_not_advance_the_generation(self):
        provider.create(self.ctx, _ONE, 'one')
        provider.create(self.ctx, world.uuid(2), 'two')
        provider_after = provider.rename(self.ctx, _ONE, 'uno')
        self.assertEqual(
            ('uno', 0), (provider_after.name, provider_after.generation)
        )
        self.assertRaises(
            errors.DuplicateProvider, provider.rename, self.ctx, _ONE, 'two'
        )
        self.assertRaises(
            errors.ResourceProviderNotFound,
            provider.rename,
            self.ctx,
            world.uuid(3),
            'three',
        )

    def test_rows_of_a_provider_are_deleted_with_it(self):
        self.make_provider(1, VCPU=8)
        aggregate.replace(self.ctx, _ONE, [world.uuid(50)])
        trait.replace(self.ctx, _ONE, None, ['HW_CPU_X86_AVX'])
        with self.count_statements() as counter:
            provider.delete(self.ctx, _ONE)
        self.assertEqual(7, len(counter.statements), counter)
        self.assertRaises(
            errors.ResourceProviderNotFound, provider.get, self.ctx, _ONE
        )

    def test_a_provider_with_allocations_is_not_deleted(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 1}})
        self.assertRaises(
            errors.ProviderInUse, provider.delete, self.ctx, _ONE
        )
        claims.delete(self.ctx, world.uuid(9))
        provider.delete(self.ctx, _ONE)
        self.assertRaises(
            errors.NoProviderToDelete, provider.delete, self.ctx, _ONE
        )

    def test_a_provider_with_children_is_not_deleted(self):
        self.make_provider(1)
        provider_tree.create(self.ctx, world.uuid(2), 'two', _ONE)
        self.assertRaises(
            errors.ParentProvider, provider.delete, self.ctx, _ONE
        )
        provider.delete(self.ctx, world.uuid(2))
        provider.delete(self.ctx, _ONE)
