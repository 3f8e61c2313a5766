from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_access = tables.access
_changes = tables.host_inventory.host_inventory_changes


@base.on_every_database
class TestGrants(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, '')
        self.other = tenants.add(self, 'other')
        self.user = self.make_user('joe')
        self.team = self.make_team(self.mine.organization, 'ops')

    def make_user(self, name):
        row = user.find_or_create(self.ctx, name, name)
        return grants.user(row.id)

    def make_team(self, organization_id, name):
        with self.database.engine.begin() as connection:
            result = connection.execute(
                _access.teams.insert().values(
                    organization_id=organization_id, name=name
                )
            )
        return grants.team(result.inserted_primary_key[0])

    def entries(self):
        return [
            (
                row.operation,
                row.object_type,
                row.object_id,
                row.other_type,
                row.other_name,
                row.association,
            )
            for row in self.rows(
                _changes.select()
                .where(_changes.c.association != '')
                .order_by(_changes.c.id)
            )
        ]

    def test_a_grant_is_stored_once_and_ends(self):
        place = (roles.INVENTORY, self.mine.inventory, roles.USE)
        for grantee in (self.user, self.team):
            grants.grant(self.ctx, grantee, *place)
            grants.grant(self.ctx, grantee, *place)
            self.assertEqual(
                (
                    grants.Grant(
                        grantee,
                        roles.INVENTORY,
                        self.mine.inventory,
                        'i',
                        roles.USE,
                    ),
                ),
                grants.list_of(self.ctx, grantee),
            )
            grants.revoke(self.ctx, grantee, *place)
            grants.revoke(self.ctx, grantee, *place)
            self.assertEqual((), grants.list_of(self.ctx, grantee))
        inventory = ('inventory', self.mine.inventory)
        self.assertEqual(
            [
                (operation, *inventory, kind, name, 'use_role')
                for kind, name in (('user', 'joe'), ('team', 'ops'))
                for operation in ('associate', 'disassociate')
            ],
            self.entries(),
        )

    def test_an_object_may_be_named(self):
        organization.update(
            self.ctx, self.other.organization, {'name': 'other'}
        )
        for kind, key in (
            (roles.INVENTORY, ('i', 'o')),
            (roles.TEAM, ('ops', 'o')),
            (roles.ORGANIZATION, self.mine.organization),
        ):
            grants.grant(self.ctx, self.user, kind, key, roles.READ)
        self.assertEqual(
            [roles.ORGANIZATION, roles.INVENTORY, roles.TEAM],
            [grant.kind for grant in grants.list_of(self.ctx, self.user)],
        )
        self.assertRaises(
            errors.NoMatch,
            grants.grant,
            self.ctx,
            self.user,
            roles.TEAM,
            ('ops', 'p'),
            roles.READ,
        )

    def test_a_role_or_a_grantee_that_is_none(self):
        organization = (roles.ORGANIZATION, self.mine.organization)
        for change in (grants.grant, grants.revoke):
            for grantee, name, error in (
                (self.user, 'boss', errors.NoSuchRole),
                (self.user, roles.USE, errors.NoSuchRole),
                (grants.user(999), roles.READ, errors.NoSuchRelated),
                (grants.team(999), roles.READ, errors.NoSuchRelated),
                (self.team, roles.MEMBER, errors.NotForTeams),
                (self.team, roles.ADMIN, errors.NotForTeams),
            ):
                self.assertRaises(
                    error, change, self.ctx, grantee, *organization, name
                )
            self.assertRaises(
                errors.NotForTeams,
                change,
                self.ctx,
                self.team,
                roles.TEAM,
                self.team.id,
                roles.MEMBER,
            )

    def test_a_caller_grants_the_roles_of_what_it_administers(self):
        place = (roles.INVENTORY, self.mine.inventory, roles.READ)
        other = (roles.INVENTORY, self.other.inventory, roles.READ)
        grants.grant(
            self.ctx,
            self.user,
            roles.ORGANIZATION,
            self.mine.organization,
            roles.MEMBER,
        )
        for role in roles.of_kind(roles.INVENTORY):
            name = f'caller-{role.name}'
            tenants.grant(
                self,
                name,
                role.name,
                host_inventory_id=self.mine.inventory,
            )
            tenants.grant(
                self, name, roles.READ, organization_id=self.mine.organization
            )
            ctx = tenants.limited_context(self, name)
            for change in (grants.grant, grants.revoke):
                if role.name == roles.ADMIN:
                    change(ctx, self.user, *place)
                else:
                    self.assertRaises(
                        errors.RoleRequired, change, ctx, self.user, *place
                    )
                self.assertRaises(
                    errors.NoMatch, change, ctx, self.user, *other
                )

    def test_users_and_teams_of_other_tenants_do_not_exist(self):
        tenants.grant(
            self,
            'boss',
            roles.ADMIN,
            organization_id=self.mine.organization,
        )
        ctx = tenants.limited_context(self, 'boss')
        foreign_team = self.make_team(self.other.organization, 'theirs')
        place = (roles.INVENTORY, self.mine.inventory, roles.READ)
        for grantee in (self.user, foreign_team):
            self.assertRaises(
                errors.NoSuchRelated, grants.grant, ctx, grantee, *place
            )
        grants.grant(ctx, self.team, *place)
        self.assertEqual(1, len(grants.list_of(ctx, self.team)))

    def test_the_last_administrator_stays(self):
        for tenant, stays in ((self.mine, True), (self.other, False)):
            place = (roles.ORGANIZATION, tenant.organization, roles.ADMIN)
            second = self.make_user('jane')
            for grantee in (self.user, second):
                grants.grant(self.ctx, grantee, *place)
            grants.revoke(self.ctx, second, *place)
            if stays:
                self.assertRaises(
                    errors.LastAdministrator,
                    grants.revoke,
                    self.ctx,
                    self.user,
                    *place,
                )
            else:
                grants.revoke(self.ctx, self.user, *place)

    def test_grants_end_with_the_team(self):
        grants.grant(
            self.ctx,
            self.team,
            roles.INVENTORY,
            self.mine.inventory,
            roles.READ,
        )
        with self.database.engine.begin() as connection:
            connection.execute(_access.teams.delete())
        self.assertEqual([], self.rows(_access.role_grants.select()))
