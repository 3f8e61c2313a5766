from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)


@base.on_every_database
class TestTeam(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.ops = self.make('ops')

    def make(self, name, ctx=None, tenant=None):
        organization_id = (tenant or self.mine).organization
        return team.create(
            ctx or self.ctx,
            {
                'name': name,
                'description': '',
                'organization_id': organization_id,
            },
        )

    def names(self, ctx=None):
        page = team.page(ctx or self.ctx, list_page.Query())
        return [row.name for row in page.rows]

    def test_a_team_is_created_changed_and_deleted(self):
        self.assertEqual('o', self.ops.organization_name)
        changed_team = team.update(
            self.ctx, self.ops.id, {'description': 'On call'}
        )
        self.assertEqual('On call', changed_team.description)
        self.assertEqual(changed_team, team.get(self.ctx, self.ops.id))
        team.delete(self.ctx, self.ops.id)
        self.assertRaises(errors.NoMatch, team.get, self.ctx, self.ops.id)
        self.assertRaises(errors.NoMatch, team.delete, self.ctx, self.ops.id)

    def test_names_are_unique_in_an_organization(self):
        self.assertRaises(errors.AlreadyExists, self.make, 'ops')
        self.make('ops', tenant=self.other)
        self.assertEqual(['ops', 'ops'], self.names())

    def test_an_organization_has_to_exist(self):
        for write, *arguments in (
            (team.create, {'name': 'a', 'organization_id': 999}),
            (team.update, self.ops.id, {'organization_id': 999}),
        ):
            self.assertRaises(
                errors.NoSuchOrganization, write, self.ctx, *arguments
            )

    def test_administrators_of_an_organization_write_its_teams(self):
        ctx = tenants.limited_context(
            self, project_id='mine', token_roles=frozenset((roles.ADMIN,))
        )
        self.make('dev', ctx)
        team.update(ctx, self.ops.id, {'name': 'operators'})
        team.delete(ctx, ('operators', 'o'))
        self.assertEqual(['dev'], self.names())
        self.assertRaises(
            errors.NoSuchOrganization, self.make, 'x', ctx, self.other
        )

    def test_readers_of_an_organization_read_its_teams(self):
        self.make('theirs', tenant=self.other)
        ctx = tenants.limited_context(
            self, project_id='mine', token_roles=frozenset((roles.AUDITOR,))
        )
        self.assertEqual(['ops'], self.names(ctx))
        self.assertRaises(errors.RoleRequired, self.make, 'dev', ctx)
        for write, *arguments in (
            (team.update, {'name': 'a'}),
            (team.delete,),
        ):
            self.assertRaises(
                errors.RoleRequired, write, ctx, self.ops.id, *arguments
            )

    def test_a_member_reads_the_team_and_has_its_roles(self):
        joe = user.find_or_create(self.ctx, 'joe', 'joe')
        ctx = tenants.limited_context(self, 'joe')
        self.assertEqual([], self.names(ctx))
        grants.grant(
            self.ctx,
            grants.user(joe.id),
            roles.TEAM,
            self.ops.id,
            roles.MEMBER,
        )
        self.assertEqual(['ops'], self.names(ctx))
        page = team.page_of_user(self.ctx, joe.id, list_page.Query())
        self.assertEqual([self.ops.id], [row.id for row in page.rows])

    def test_a_team_moves_to_another_organization(self):
        team.move(self.ctx, self.ops.id, self.other.organization)
        for organization_id, count in (
            (self.mine.organization, 0),
            (self.other.organization, 1),
        ):
            page = team.page_of_organization(
                self.ctx, organization_id, list_page.Query()
            )
            self.assertEqual(count, page.count)
        self.assertRaises(
            errors.NoSuchRelated,
            team.move,
            self.ctx,
            999,
            self.other.organization,
        )
        self.assertRaises(
            errors.NoSuchRelated,
            team.delete_from,
            self.ctx,
            self.ops.id,
            self.mine.organization,
        )
        team.delete_from(self.ctx, self.ops.id, self.other.organization)
        self.assertEqual([], self.names())

    def test_a_list_takes_two_statements(self):
        with self.count_statements() as counter:
            self.names()
        self.assertEqual(2, len(counter.statements), counter)
