"""Inventories: lists, single inventories, changes."""

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_TABLES = tables.host_inventory


@base.on_every_database
class TestHostInventory(base.DatabaseTest):
    def test_the_contents_of_an_inventory_are_counted(self):
        inventory = world.make_inventory(self.ctx)
        for name in ('h1', 'h2'):
            world.make_host(self.ctx, inventory.id, name)
        world.make_group(self.ctx, inventory.id, 'web')
        world.make_source(self.ctx, inventory.id, 'cloud', source='ec2')
        world.make_source(self.ctx, inventory.id, 'file', source='file')
        totals = host_inventory.get(self.ctx, inventory.id).totals
        self.assertEqual(
            (2, 1, 1, 0),
            (
                totals.hosts,
                totals.groups,
                totals.sources,
                totals.failed_sources,
            ),
        )

    def test_an_inventory_is_found_by_its_names(self):
        inventory = world.make_inventory(self.ctx, 'Production')
        key = ('Production', 'Production Ltd')
        self.assertEqual(inventory.id, host_inventory.resolve(self.ctx, key))
        for other in (
            ('Production', 'Other'),
            ('Production',),
            (),
            ('a',) * 3,
        ):
            self.assertRaises(
                errors.NoMatch,
                host_inventory.resolve,
                self.ctx,
                other or ('',),
            )

    def test_an_unknown_organization_is_refused(self):
        inventory = world.make_inventory(self.ctx)
        error = self.assertRaises(
            errors.NoSuchOrganization,
            host_inventory.update,
            self.ctx,
            inventory.id,
            {'organization_id': 4711},
        )
        self.assertEqual(
            {'organization': ['Invalid pk "4711" - object does not exist.']},
            error.fields,
        )

    def test_each_write_advances_the_generation(self):
        inventory = world.make_inventory(self.ctx)
        row = host_inventory.update(self.ctx, inventory.id, {'name': 'x'})
        self.assertEqual(inventory.generation + 1, row.generation)

    def test_a_page_of_any_length_takes_two_statements(self):
        costs = set()
        for name in 'abcdefg':
            inventory = world.make_inventory(self.ctx, name)
            world.make_host(self.ctx, inventory.id, 'h1')
            with self.count_statements() as counter:
                page = host_inventory.page(self.ctx, list_page.Query())
            costs.add(len(counter.statements))
        self.assertEqual({2}, costs, counter)
        self.assertEqual([1] * 7, [row.totals.hosts for row in page.rows])

    def test_the_contents_are_deleted_with_the_inventory(self):
        inventory = world.make_inventory(self.ctx)
        child = world.make_host(self.ctx, inventory.id, 'h1')
        parent = world.make_group(self.ctx, inventory.id, 'web')
        association.add_host(self.ctx, parent.id, child.id)
        world.make_source(self.ctx, inventory.id)
        with self.count_statements() as counter:
            host_inventory.delete(self.ctx, inventory.id)
        self.assertEqual(4, len(counter.statements), counter)
        for table in (
            _TABLES.hosts,
            _TABLES.host_groups,
            _TABLES.host_group_hosts,
            _TABLES.inventory_sources,
        ):
            self.assertEqual([], self.rows(sa.select(table)), table.name)

    def test_inventories_are_deleted_with_their_organization(self):
        inventory = world.make_inventory(self.ctx)
        other_inventory = world.make_inventory(self.ctx, 'Kept')
        with self.count_statements() as counter:
            organization.delete(self.ctx, inventory.organization.id)
        self.assertEqual(5, len(counter.statements), counter)
        page = host_inventory.page(self.ctx, list_page.Query())
        self.assertEqual([other_inventory.id], [row.id for row in page.rows])

    def test_an_id_is_never_used_again(self):
        inventory = world.make_inventory(self.ctx)
        host_inventory.delete(self.ctx, inventory.id)
        again = world.make_inventory(self.ctx, 'Again')
        self.assertGreater(again.id, inventory.id)

    def test_filters_on_failed_jobs_find_inventories_without_any(self):
        inventory = world.make_inventory(self.ctx)
        query = list_page.Query(
            order_by=('-hosts_with_active_failures', 'has_active_failures'),
            terms=(
                smartfilter.Parameter('has_active_failures', 'false'),
                smartfilter.Parameter('hosts_with_active_failures', '0'),
            ),
        )
        page = host_inventory.page(self.ctx, query)
        self.assertEqual([inventory.id], [row.id for row in page.rows])
