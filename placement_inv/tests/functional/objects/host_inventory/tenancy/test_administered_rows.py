"""Rows say whether the caller administers their inventory."""

from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_QUERY = list_page.Query()


@base.on_every_database
class TestAdministeredRows(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventories = [
            world.make_inventory(self.ctx, name, kind='constructed')
            for name in ('One', 'Two')
        ]
        self.one, self.two = (inventory.id for inventory in self.inventories)
        for source_row in source.page(self.ctx, _QUERY).rows:
            launching.launch(self.ctx, source_row.id)

    def read(self, ctx):
        """Return {inventory id: whether the caller administers it}."""
        results = []
        for module in (source, update):
            rows = module.page(ctx, _QUERY).rows
            single_rows = [module.get(ctx, row.id) for row in rows]
            for each in (rows, single_rows):
                results.append(
                    {row.inventory.id: row.is_administered for row in each}
                )
        results.append(
            {
                row.id: row.constructed_settings.is_administered
                for row in host_inventory.page_of_constructed(ctx, _QUERY).rows
            }
        )
        for result in results:
            self.assertEqual(results[0], result)
        return results[0]

    def test_callers_without_limits_administer_all(self):
        self.assertEqual({self.one: True, self.two: True}, self.read(self.ctx))

    def test_a_role_is_about_one_inventory(self):
        tenants.grant(self, 'someone', 'admin', host_inventory_id=self.one)
        for role in ('read', 'use', 'adhoc', 'update'):
            tenants.grant(self, 'someone', role, host_inventory_id=self.two)
        self.assertEqual(
            {self.one: True, self.two: False},
            self.read(tenants.limited_context(self)),
        )

    def test_roles_of_organizations_are_about_their_inventories(self):
        for name, role, expected in (
            ('alice', 'admin', True),
            ('bob', 'inventory_admin', True),
            ('carol', 'auditor', False),
        ):
            tenants.grant(
                self,
                name,
                role,
                organization_id=self.inventories[0].organization.id,
            )
            self.assertEqual(
                {self.one: expected},
                self.read(tenants.limited_context(self, name)),
            )

    def test_roles_of_tokens(self):
        for role, expected in (
            (roles.ADMIN, True),
            (roles.INVENTORY_ADMIN, True),
            (roles.AUDITOR, False),
        ):
            ctx = tenants.limited_context(
                self, token_roles=frozenset((role,)), includes_unbound=True
            )
            self.assertEqual(
                {self.one: expected, self.two: expected}, self.read(ctx)
            )

    def test_a_system_auditor_administers_nothing(self):
        ctx = tenants.limited_context(self, reads_all=True)
        self.assertEqual({self.one: False, self.two: False}, self.read(ctx))

    def test_it_needs_no_statement(self):
        tenants.grant(self, 'someone', 'admin', host_inventory_id=self.one)
        counts = []
        for ctx in (self.ctx, tenants.limited_context(self)):
            with self.count_statements() as counter:
                source.page(ctx, _QUERY)
            counts.append(len(counter.statements))
        self.assertEqual(counts[0], counts[1])
