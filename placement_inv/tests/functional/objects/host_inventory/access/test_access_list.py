from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import access_list
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.organizations import (
    organization as organizations,
)
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)


@base.on_every_database
class TestAccessList(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.ops = team.create(
            self.ctx,
            {
                'name': 'ops',
                'description': '',
                'organization_id': self.mine.organization,
            },
        )

    def grant(self, name, kind, object_id, role):
        joe = user.find_or_create(self.ctx, name, name)
        grants.grant(self.ctx, grants.user(joe.id), kind, object_id, role)

    def list(self, ctx=None, kind=roles.INVENTORY, object_id=None):
        page = access_list.page_of_object(
            ctx or self.ctx,
            kind,
            object_id or self.mine.inventory,
            list_page.Query(),
        )
        self.assertEqual(page.count, len(page.rows))
        return {
            row.user.username: (
                [(held.role, held.team_name) for held in row.direct],
                [(held.role, held.team_name) for held in row.indirect],
            )
            for row in page.rows
        }

    def grant_all(self):
        mine = self.mine
        self.grant('direct', roles.INVENTORY, mine.inventory, roles.USE)
        self.grant(
            'above', roles.ORGANIZATION, mine.organization, roles.AUDITOR
        )
        self.grant('beside', roles.ORGANIZATION, mine.organization, roles.READ)
        self.grant('other', roles.INVENTORY, self.other.inventory, roles.ADMIN)
        self.grant('in_team', roles.TEAM, self.ops.id, roles.MEMBER)
        self.grant('reads_team', roles.TEAM, self.ops.id, roles.READ)
        for kind, object_id, role in (
            (roles.INVENTORY, mine.inventory, roles.UPDATE),
            (roles.ORGANIZATION, mine.organization, roles.INVENTORY_ADMIN),
        ):
            grants.grant(
                self.ctx, grants.team(self.ops.id), kind, object_id, role
            )

    def test_users_have_roles_on_an_object_and_above_it(self):
        self.grant_all()
        self.assertEqual(
            {
                'direct': ([(roles.USE, None)], []),
                'above': ([], [(roles.AUDITOR, None)]),
                'in_team': (
                    [(roles.UPDATE, 'ops')],
                    [(roles.INVENTORY_ADMIN, 'ops')],
                ),
            },
            self.list(),
        )
        self.assertEqual(
            {'above', 'beside', 'in_team'},
            set(
                self.list(
                    kind=roles.ORGANIZATION, object_id=self.mine.organization
                )
            ),
        )
        self.assertEqual(
            {'in_team', 'reads_team', 'above'},
            set(self.list(kind=roles.TEAM, object_id=self.ops.id)),
        )

    def test_a_caller_sees_users_and_teams_that_it_may_read(self):
        self.grant_all()
        grants.grant(
            self.ctx,
            grants.team(self.ops.id),
            roles.INVENTORY,
            self.other.inventory,
            roles.USE,
        )
        ctx = tenants.limited_context(
            self, project_id='other', token_roles=frozenset((roles.ADMIN,))
        )
        self.assertEqual(
            {'other': ([(roles.ADMIN, None)], [])},
            self.list(ctx, object_id=self.other.inventory),
        )
        self.assertRaises(errors.NoMatch, self.list, ctx)

    def test_what_a_role_includes(self):
        # An administrator reads the organizations of both tenants.
        organizations.update(
            self.ctx, self.other.organization, {'name': 'elsewhere'}
        )
        self.grant('direct', roles.INVENTORY, self.mine.inventory, roles.USE)
        page = access_list.page_of_object(
            self.ctx,
            roles.INVENTORY,
            self.mine.inventory,
            list_page.Query(),
        )
        (held,) = page.rows[0].direct
        self.assertEqual((roles.USE, roles.READ), held.includes)
        self.assertEqual('i', held.object_name)

    def test_the_number_of_statements_is_that_of_one_user(self):
        counts = []
        for prepare in (
            lambda: self.grant(
                'first', roles.INVENTORY, self.mine.inventory, roles.USE
            ),
            self.grant_all,
        ):
            prepare()
            with self.count_statements() as counter:
                self.list()
            counts.append(len(counter.statements))
        self.assertEqual([5, 5], counts)
