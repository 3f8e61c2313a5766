from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_t = tables.host_inventory


@transactions.writer
def _find(ctx, table, row_id, role=None):
    return rows.find_id(ctx, table, row_id, 'Row', rows.for_update, role)


@transactions.reader
def _read(ctx, table, row_id):
    return rows.find_id(ctx, table, row_id, 'Row')


@transactions.writer
def _require_on_inventories(ctx, ids):
    role_checks.require_on_inventories(ctx, ids)


@transactions.writer
def _require_on_organization(ctx, organization_id):
    return role_checks.require_on_organization(ctx, organization_id)


@base.on_every_database
class TestRoleChecks(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.reader = self.limited((roles.AUDITOR,))
        self.writer = self.limited((roles.INVENTORY_ADMIN, roles.AUDITOR))

    def limited(self, names):
        return tenants.limited_context(
            self, project_id='mine', token_roles=frozenset(names)
        )

    def test_a_write_needs_the_role_on_the_inventory(self):
        for table, mine, other in (
            (_t.hosts, self.mine.host, self.other.host),
            (
                _t.host_inventories,
                self.mine.inventory,
                self.other.inventory,
            ),
        ):
            self.assertEqual(mine, _find(self.writer, table, mine))
            self.assertEqual(mine, _read(self.reader, table, mine))
            self.assertRaises(
                errors.RoleRequired, _find, self.reader, table, mine
            )
            for ctx in (self.reader, self.writer):
                self.assertRaises(errors.NoMatch, _find, ctx, table, other)
                self.assertRaises(errors.NoMatch, _read, ctx, table, other)
            self.assertEqual(other, _find(self.ctx, table, other))

    def test_a_write_may_need_another_role(self):
        host_id = self.mine.host
        self.assertEqual(
            host_id, _find(self.reader, _t.hosts, host_id, roles.READ)
        )
        organization_id = self.mine.organization
        self.assertRaises(
            errors.RoleRequired,
            _find,
            self.writer,
            _t.organizations,
            organization_id,
            roles.ADMIN,
        )

    def test_the_check_needs_no_statement(self):
        with self.count_statements() as counter:
            _find(self.writer, _t.hosts, self.mine.host)
        self.assertEqual(1, len(counter.statements), counter)

    def test_all_of_several_inventories(self):
        mine, other = self.mine.inventory, self.other.inventory
        _require_on_inventories(self.writer, [mine, other])
        self.assertRaises(
            errors.RoleRequired, _require_on_inventories, self.reader, [mine]
        )
        with self.count_statements() as counter:
            _require_on_inventories(self.ctx, [mine, other])
        self.assertEqual([], counter.statements)

    def test_an_organization(self):
        mine, other = self.mine.organization, self.other.organization
        self.assertTrue(_require_on_organization(self.writer, mine))
        self.assertFalse(_require_on_organization(self.writer, other))
        self.assertTrue(_require_on_organization(self.ctx, other))
        self.assertRaises(
            errors.RoleRequired, _require_on_organization, self.reader, mine
        )
