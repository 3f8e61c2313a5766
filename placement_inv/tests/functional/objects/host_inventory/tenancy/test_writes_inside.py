"""Writes and the feed stay inside an organization."""

import types

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import feed
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.importing import inputs
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_t = tables.host_inventory


@base.on_every_database
class TestWritesInside(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.member = self.limited(roles.INVENTORY_ADMIN, roles.AUDITOR)
        self.reader = self.limited(roles.AUDITOR)

    def limited(self, *names):
        return tenants.limited_context(
            self, project_id='mine', token_roles=frozenset(names)
        )

    def add_constructed(self):
        return host_inventory.create(
            self.ctx,
            {
                'name': 'made',
                'organization_id': self.mine.organization,
                'kind': 'constructed',
            },
        ).id

    def test_an_inventory_is_created_in_an_organization_of_the_caller(self):
        for ctx, organization_id, error in (
            (self.member, self.other.organization, errors.NoSuchOrganization),
            (self.reader, self.mine.organization, errors.RoleRequired),
        ):
            self.assertRaises(
                error,
                host_inventory.create,
                ctx,
                {'name': 'new', 'organization_id': organization_id},
            )

    def test_an_inventory_is_moved_to_an_organization_of_the_caller(self):
        self.assertRaises(
            errors.NoSuchOrganization,
            host_inventory.update,
            self.member,
            self.mine.inventory,
            {'organization_id': self.other.organization},
        )

    def test_a_copy_needs_a_role_on_the_organization(self):
        copying.copy(self.member, self.mine.inventory, 'copy')
        self.assertRaises(
            errors.RoleRequired,
            copying.copy,
            self.reader,
            self.mine.inventory,
            'another',
        )
        self.assertRaises(
            errors.NoMatch,
            copying.copy,
            self.member,
            self.other.inventory,
            'another',
        )

    def test_an_input_is_in_the_organization(self):
        made = self.add_constructed()
        self.assertRaises(
            errors.ForeignInput,
            constructed.add_input,
            self.ctx,
            made,
            self.other.inventory,
        )
        constructed.add_input(self.ctx, made, self.mine.inventory)
        for inventory_id in (made, self.mine.inventory):
            self.assertRaises(
                errors.InputsElsewhere,
                host_inventory.update,
                self.ctx,
                inventory_id,
                {'organization_id': self.other.organization},
            )

    def test_an_update_with_an_input_elsewhere_fails(self):
        made = self.add_constructed()
        with self.database.engine.begin() as connection:
            connection.execute(
                _t.host_inventory_inputs.insert().values(
                    host_inventory_id=made,
                    input_id=self.other.inventory,
                    position=0,
                )
            )
        run = types.SimpleNamespace(host_inventory_id=made, source_vars='')
        self.assertRaises(
            import_errors.InputElsewhere,
            inputs.make_writer(self.ctx, run),
            '/nowhere',
        )

    def test_entries_keep_the_organization_of_a_deleted_inventory(self):
        host_inventory.delete(self.ctx, self.mine.inventory)
        entries = feed.read(self.reader, None, 100).rows
        self.assertEqual(
            [('create', 'organization'), ('create', 'inventory')]
            + [('create', 'host'), ('delete', 'inventory')],
            [(row['operation'], row['object_type']) for row in entries],
        )

    def test_a_cursor_passes_the_entries_of_others(self):
        cursor = feed.read(self.reader, None, 100).cursor
        host.delete(self.ctx, self.other.host)
        entries = feed.read(self.reader, cursor, 100)
        self.assertEqual(((), False), (entries.rows, entries.more))
        self.assertLess(cursor, entries.cursor)
        self.assertEqual(entries.cursor, feed.find_end(self.reader))
        while feed.prune(self.ctx, -60):
            pass
        self.assertEqual((), feed.read(self.reader, entries.cursor, 100).rows)

    def test_limits_need_no_statement(self):
        for read in (
            lambda ctx: host.get(ctx, self.mine.host),
            lambda ctx: host.page(ctx, list_page.Query()),
            lambda ctx: host_inventory.get(ctx, self.mine.inventory),
            lambda ctx: host_inventory.page(ctx, list_page.Query()),
            lambda ctx: organization.get(ctx, self.mine.organization),
            lambda ctx: organization.page(ctx, list_page.Query()),
            lambda ctx: feed.read(ctx, None, 100),
        ):
            feed.find_end(self.ctx)
            counts = []
            for ctx in (self.ctx, self.reader):
                with self.count_statements() as counter:
                    read(ctx)
                counts.append(len(counter.statements))
            self.assertEqual(counts[0], counts[1])
