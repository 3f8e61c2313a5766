"""Moves between inventories, and deletion from an inventory."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestTransfer(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.old = world.make_inventory(self.ctx, 'Old')
        self.new = world.make_inventory(self.ctx, 'New')
        self.host = world.make_host(self.ctx, self.old.id, 'web')
        self.group = world.make_group(self.ctx, self.old.id, 'east')
        association.add_host(self.ctx, self.group.id, self.host.id)

    def _members(self):
        return self.rows(world.MEMBERS.select())

    def test_a_host_moves_out_of_its_groups(self):
        transfer.move_host_into(self.ctx, self.new.id, self.host.id)
        row = host.get(self.ctx, self.host.id)
        self.assertEqual(self.new.id, row.inventory.id)
        self.assertEqual([], self._members())

    def test_a_group_moves_without_its_hosts(self):
        transfer.move_group_into(self.ctx, self.new.id, self.group.id)
        row = group.get(self.ctx, self.group.id)
        self.assertEqual(self.new.id, row.inventory.id)
        self.assertEqual([], self._members())
        stays = host.get(self.ctx, self.host.id)
        self.assertEqual(self.old.id, stays.inventory.id)

    def test_a_row_of_another_inventory_is_not_deleted(self):
        transfer.delete_host_from(self.ctx, self.new.id, self.host.id)
        transfer.delete_group_from(self.ctx, self.new.id, self.group.id)
        self.assertEqual(1, len(self._members()))
        transfer.delete_host_from(self.ctx, self.old.id, self.host.id)
        transfer.delete_group_from(self.ctx, self.old.id, self.group.id)
        for module, row in ((host, self.host), (group, self.group)):
            self.assertRaises(errors.NoMatch, module.get, self.ctx, row.id)
