from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)


@base.on_every_database
class TestRowRoles(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.unbound = tenants.add(self, '')
        self.source = world.make_source(self.ctx, self.mine.inventory)

    def limited(self, *names, **access):
        return tenants.limited_context(
            self, project_id='mine', token_roles=frozenset(names), **access
        )

    def read_all(self, ctx):
        query = list_page.Query()
        organization.page(ctx, query)
        host_inventory.page(ctx, query)
        host.page(ctx, query)
        source.page(ctx, query)

    def check(self, ctx, *kinds):
        """Check on which rows of the tenant the caller is administrator."""
        mine = self.mine
        ids = {
            row_roles.ORGANIZATION: mine.organization,
            row_roles.INVENTORY: mine.inventory,
            row_roles.HOST: mine.host,
            row_roles.SOURCE: self.source.id,
        }
        self.assertEqual(
            set(kinds),
            {
                kind
                for kind, row_id in ids.items()
                if row_roles.has(ctx, kind, row_id)
            },
        )

    def test_the_roles_of_tokens(self):
        contents = (row_roles.INVENTORY, row_roles.HOST, row_roles.SOURCE)
        for names, kinds in (
            ((roles.ADMIN,), (row_roles.ORGANIZATION, *contents)),
            ((roles.INVENTORY_ADMIN, roles.AUDITOR), contents),
            ((roles.AUDITOR,), ()),
        ):
            ctx = self.limited(*names)
            self.read_all(ctx)
            self.check(ctx, *kinds)

    def test_the_roles_of_grants_are_those_of_each_row(self):
        for name, role in (('a', roles.ADMIN), ('u', roles.UPDATE)):
            tenants.grant(
                self, name, role, host_inventory_id=self.mine.inventory
            )
            tenants.grant(
                self,
                name,
                roles.READ,
                host_inventory_id=self.unbound.inventory,
            )
        administrator = tenants.limited_context(self, 'a')
        self.read_all(administrator)
        self.check(
            administrator,
            row_roles.INVENTORY,
            row_roles.HOST,
            row_roles.SOURCE,
        )
        self.assertFalse(
            row_roles.has(
                administrator, row_roles.INVENTORY, self.unbound.inventory
            )
        )
        updater = tenants.limited_context(self, 'u')
        self.read_all(updater)
        self.check(updater)
        self.assertTrue(
            row_roles.has(
                updater, row_roles.SOURCE, self.source.id, roles.UPDATE
            )
        )

    def test_copies_need_a_role_on_the_organization(self):
        tenants.grant(
            self, 'a', roles.ADMIN, host_inventory_id=self.mine.inventory
        )
        for ctx, may_copy in (
            (tenants.limited_context(self, 'a'), False),
            (self.limited(roles.INVENTORY_ADMIN), True),
            (self.ctx, True),
        ):
            host_inventory.get(ctx, self.mine.inventory)
            self.assertEqual(
                may_copy,
                row_roles.has(
                    ctx,
                    row_roles.INVENTORY,
                    self.mine.inventory,
                    row_roles.COPY,
                ),
            )

    def test_single_rows_have_roles_as_well(self):
        ctx = self.limited(roles.AUDITOR)
        tenants.grant(
            self,
            'someone',
            roles.ADMIN,
            organization_id=self.mine.organization,
        )
        for kind, get, row_id in (
            (
                row_roles.ORGANIZATION,
                organization.get,
                self.mine.organization,
            ),
            (row_roles.INVENTORY, host_inventory.get, self.mine.inventory),
            (row_roles.HOST, host.get, self.mine.host),
            (row_roles.SOURCE, source.get, self.source.id),
        ):
            get(ctx, row_id)
            self.assertTrue(row_roles.has(ctx, kind, row_id), kind)

    def test_a_new_row_is_known(self):
        ctx = self.limited(roles.ADMIN)
        new_team = team.create(
            ctx,
            {
                'name': 'ops',
                'description': '',
                'organization_id': self.mine.organization,
            },
        )
        self.assertTrue(row_roles.has(ctx, row_roles.TEAM, new_team.id))

    def test_no_statement_is_added(self):
        for ctx in (self.limited(roles.AUDITOR), self.ctx):
            with self.count_statements() as counter:
                organization.page(ctx, list_page.Query())
            self.assertEqual(2, len(counter.statements), counter)
