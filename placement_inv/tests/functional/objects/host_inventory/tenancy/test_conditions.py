import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_t = tables.host_inventory


@base.on_every_database
class TestHasRole(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.unbound = tenants.add(self, '')

    def list_inventories(self, name, role, **access):
        access = conditions.Access(external_id=name, **access)
        table = _t.host_inventories
        select = sa.select(table.c.id).where(
            conditions.has_role(access, roles.INVENTORY, role, table)
        )
        return {row.id for row in self.rows(select)}

    def list_organizations(self, name, role, **access):
        access = conditions.Access(external_id=name, **access)
        table = _t.organizations.alias()
        select = sa.select(table.c.id).where(
            conditions.has_role(access, roles.ORGANIZATION, role, table)
        )
        return {row.id for row in self.rows(select)}

    def test_a_token_has_its_roles_on_the_organizations_of_its_project(self):
        access = {
            'project_id': 'mine',
            'token_roles': frozenset((roles.AUDITOR,)),
        }
        mine = {self.mine.inventory}
        self.assertEqual(
            mine, self.list_inventories('u', roles.READ, **access)
        )
        self.assertEqual(
            set(), self.list_inventories('u', roles.UPDATE, **access)
        )
        self.assertEqual(
            {self.mine.organization},
            self.list_organizations('u', roles.READ, **access),
        )
        self.assertEqual(
            set(), self.list_organizations('u', roles.ADMIN, **access)
        )

    def test_a_token_without_a_project_has_none(self):
        access = {'token_roles': frozenset((roles.ADMIN,))}
        self.assertEqual(
            set(), self.list_inventories('u', roles.READ, **access)
        )

    def test_unbound_organizations_may_be_those_of_everyone(self):
        access = {
            'project_id': 'mine',
            'token_roles': frozenset((roles.ADMIN,)),
            'includes_unbound': True,
        }
        self.assertEqual(
            {self.mine.inventory, self.unbound.inventory},
            self.list_inventories('u', roles.ADMIN, **access),
        )

    def test_a_grant_on_an_organization_is_one_on_its_inventories(self):
        organization_id = self.other.organization
        for role, reads, updates in (
            (roles.ADMIN, True, True),
            (roles.INVENTORY_ADMIN, True, True),
            (roles.AUDITOR, True, False),
            (roles.MEMBER, False, False),
            (roles.READ, False, False),
        ):
            tenants.grant(self, role, role, organization_id=organization_id)
            for needed, has in ((roles.READ, reads), (roles.UPDATE, updates)):
                self.assertEqual(
                    {self.other.inventory} if has else set(),
                    self.list_inventories(role, needed),
                    (role, needed),
                )
            self.assertEqual(
                {organization_id}, self.list_organizations(role, roles.READ)
            )

    def test_a_grant_on_an_inventory_is_about_nothing_else(self):
        tenants.grant(
            self, 'u', roles.ADMIN, host_inventory_id=self.other.inventory
        )
        self.assertEqual(
            {self.other.inventory}, self.list_inventories('u', roles.READ)
        )
        self.assertEqual(set(), self.list_organizations('u', roles.READ))
        self.assertEqual(set(), self.list_inventories('v', roles.READ))

    def test_a_system_auditor_reads_all_and_changes_nothing(self):
        access = {'reads_all': True}
        self.assertEqual(
            3, len(self.list_inventories('u', roles.READ, **access))
        )
        self.assertEqual(
            set(), self.list_inventories('u', roles.USE, **access)
        )
