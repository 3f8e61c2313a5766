"""A kind of objects that gets roles: what has to be added, and that is all.

A kind is roles in `roles.ROLES`, a column of grants in
`conditions.OBJECT_COLUMNS`, and an entry of `role_objects.KINDS`. A kind with
lists of its own is in `role_checks` and `statement_limits`, too.
"""

from unittest import mock

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import access_list
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import object_role
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_CREW = 'crew'
_ROLES = (
    roles.Role(_CREW, roles.ADMIN, 60, 'Admin', 'Can manage the crew'),
    roles.Role(_CREW, 'captain', 61, 'Captain', 'Leads the crew'),
)
#: The rows of a table that is there, and a column of grants that is there.
_KIND = role_objects.ObjectKind(
    _CREW,
    'Crew',
    'Crew',
    'crews',
    tables.access.teams,
    lambda row: audit_log.team(row['id'], row['name'], row['owner_id']),
)


@base.on_every_database
class TestNewKind(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        names = {(role.kind, role.name): role for role in _ROLES}
        for patch in (
            mock.patch.object(roles, 'ROLES', (*roles.ROLES, *_ROLES)),
            mock.patch.dict(roles._BY_NAME, names),
            mock.patch.dict(
                roles._BY_NUMBER, {role.number: role for role in _ROLES}
            ),
            mock.patch.dict(
                conditions.OBJECT_COLUMNS,
                {_CREW: tables.access.role_grants.c.object_team_id},
            ),
            mock.patch.dict(role_objects.KINDS, {_CREW: _KIND}),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        for function in (roles.included, roles.including):
            function.cache_clear()
            self.addCleanup(function.cache_clear)

    def test_its_roles_are_listed_granted_and_revoked(self):
        tenant = tenants.add(self, 'mine')
        crew = team.create(
            self.ctx,
            {
                'name': 'argonauts',
                'description': '',
                'organization_id': tenant.organization,
            },
        ).id
        joe = grants.user(user.find_or_create(self.ctx, 'joe', 'joe').id)
        page = object_role.page_of_object(
            self.ctx, _CREW, crew, list_page.Query()
        )
        self.assertEqual(
            [roles.ADMIN, 'captain'], [row.role for row in page.rows]
        )
        self.assertEqual(
            page.rows[1], object_role.get(self.ctx, page.rows[1].id)
        )
        grants.grant(self.ctx, joe, _CREW, crew, 'captain')
        page = object_role.page_of_grantee(self.ctx, joe, list_page.Query())
        self.assertEqual(
            [(_CREW, 'captain_role')],
            [(row.kind, row.role_field) for row in page.rows],
        )
        page = access_list.page_of_object(
            self.ctx, _CREW, crew, list_page.Query()
        )
        self.assertEqual('captain', page.rows[0].direct[0].role)
        grants.revoke(self.ctx, joe, _CREW, crew, 'captain')
        self.assertEqual((), grants.list_of(self.ctx, joe))
