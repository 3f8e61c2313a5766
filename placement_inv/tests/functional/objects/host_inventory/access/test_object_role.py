from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import object_role
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)


@base.on_every_database
class TestObjectRole(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.ctx_of_reader = tenants.limited_context(
            self, project_id='mine', token_roles=frozenset((roles.AUDITOR,))
        )

    def list(self, ctx, **query):
        return object_role.page(ctx, list_page.Query(size=100, **query))

    def test_every_object_has_the_roles_of_its_kind(self):
        page = self.list(self.ctx)
        expected_ids = {
            roles.role_id(role.kind, object_id, role.name)
            for tenant in (self.mine, self.other)
            for role in roles.ROLES
            for object_id in (
                {
                    roles.ORGANIZATION: tenant.organization,
                    roles.INVENTORY: tenant.inventory,
                }.get(role.kind),
            )
            if object_id
        }
        self.assertEqual(expected_ids, {row.id for row in page.rows})
        self.assertEqual(len(expected_ids), page.count)
        for row in page.rows:
            self.assertEqual(row, object_role.get(self.ctx, row.id))

    def test_a_caller_sees_the_roles_of_objects_that_it_reads(self):
        page = self.list(self.ctx_of_reader)
        self.assertEqual(10, page.count)
        self.assertEqual(
            {
                (roles.ORGANIZATION, self.mine.organization),
                (roles.INVENTORY, self.mine.inventory),
            },
            {(row.kind, row.object_id) for row in page.rows},
        )
        hidden_id = roles.role_id(
            roles.INVENTORY, self.other.inventory, roles.USE
        )
        self.assertRaises(
            errors.NoMatch, object_role.get, self.ctx_of_reader, hidden_id
        )
        self.assertRaises(
            errors.NoMatch,
            object_role.page_of_object,
            self.ctx_of_reader,
            roles.INVENTORY,
            self.other.inventory,
            list_page.Query(),
        )

    def test_a_list_takes_two_statements(self):
        for ctx in (self.ctx, self.ctx_of_reader):
            with self.count_statements() as counter:
                self.list(ctx, order_by=('-role_field', 'resource_name'))
            self.assertEqual(2, len(counter.statements), counter)

    def test_pages_follow_each_other(self):
        ids = [
            row.id
            for number in (1, 2, 3)
            for row in object_role.page(
                self.ctx, list_page.Query(page=number, size=7)
            ).rows
        ]
        self.assertEqual(sorted(ids), ids)
        self.assertEqual(20, len(set(ids)))

    def test_the_roles_of_one_object(self):
        page = object_role.page_of_object(
            self.ctx, roles.INVENTORY, self.mine.inventory, list_page.Query()
        )
        self.assertEqual(
            [role.name for role in roles.of_kind(roles.INVENTORY)],
            [row.role for row in page.rows],
        )

    def test_the_roles_of_a_user_and_of_a_team(self):
        joe = grants.user(user.find_or_create(self.ctx, 'joe', 'joe').id)
        ops = grants.team(
            team.create(
                self.ctx,
                {
                    'name': 'ops',
                    'description': '',
                    'organization_id': self.mine.organization,
                },
            ).id
        )
        for grantee, name in ((joe, roles.USE), (ops, roles.UPDATE)):
            for tenant in (self.mine, self.other):
                grants.grant(
                    self.ctx, grantee, roles.INVENTORY, tenant.inventory, name
                )
            page = object_role.page_of_grantee(
                self.ctx, grantee, list_page.Query()
            )
            self.assertEqual(
                [
                    (name, self.mine.inventory),
                    (name, self.other.inventory),
                ],
                [(row.role, row.object_id) for row in page.rows],
            )
            page = object_role.page_of_grantee(
                self.ctx_of_reader, grantee, list_page.Query()
            )
            self.assertEqual(
                [self.mine.inventory], [row.object_id for row in page.rows]
            )

    def test_numbers_that_are_no_roles(self):
        inventory = self.mine.inventory
        for number in (
            1,
            roles.base_id(inventory),
            roles.base_id(inventory) + 63,
            roles.role_id(roles.INVENTORY, 999, roles.USE),
        ):
            self.assertRaises(
                errors.NoMatch, object_role.get, self.ctx, number
            )
