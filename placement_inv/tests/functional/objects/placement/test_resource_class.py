"""Resource classes: names, and inventories that refer to them."""

from placement_inv.objects.placement import errors
from placement_inv.objects.placement import resource_class
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world


@base.on_every_database
class TestResourceClass(world.PlacementTest):
    def test_a_class_is_created_once(self):
        resource_class.create(self.ctx, 'CUSTOM_A')
        self.assertRaises(
            errors.ResourceClassExists,
            resource_class.create,
            self.ctx,
            'CUSTOM_A',
        )
        self.assertFalse(resource_class.ensure(self.ctx, 'CUSTOM_A'))
        self.assertTrue(resource_class.ensure(self.ctx, 'CUSTOM_B'))

    def test_inventories_follow_a_new_name(self):
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

    def test_a_name_in_use_is_an_error(self):
        for name in ('CUSTOM_A', 'CUSTOM_B'):
            resource_class.create(self.ctx, name)
        self.assertRaises(
            errors.ResourceClassNameTaken,
            resource_class.rename,
            self.ctx,
            'CUSTOM_A',
            'CUSTOM_B',
        )

    def test_a_class_with_inventories_is_not_deleted(self):
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

    def test_a_standard_class_is_neither_renamed_nor_deleted(self):
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
