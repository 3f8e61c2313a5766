"""Tenants with rows of each kind, whose texts have a mark."""

import dataclasses
import datetime

from placement_inv.db import tables
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional.handlers.host_inventory import api

_NAMES = {
    'organizations': 'org',
    'inventories': 'regular++org',
    'constructed_inventories': 'constructed++org',
    'groups': 'servers++regular++org',
    'hosts': 'web1++regular++org',
    'inventory_sources': 'estate++regular++org',
    'teams': 'team++org',
}


@dataclasses.dataclass(frozen=True)
class Tenant:
    """The ids of a tenant's rows, by the nouns in paths."""

    ids: dict[str, int]
    #: The keys of the rows with names, as paths have them.
    names: dict[str, str]
    #: The ids of two more inventories, by their kinds.
    kinds: dict[str, int]


class TenantsTest(api.ApiTest):
    """A test that adds tenants."""

    def add_tenant(self, project_id, mark):
        """Add the rows of a tenant, with a mark in texts; return it.

        Names are the same in all tenants.
        """
        organization_id = organization.create(
            self.ctx,
            {
                'name': 'org',
                'description': mark,
                'max_hosts': 0,
                'project_id': project_id,
            },
        ).id
        inventory, kinds = self._add_inventories(organization_id, mark)
        group, host = self._add_contents(inventory, mark)
        source = self._add_source(inventory, mark, host, group)
        user, team, token = self._add_people(organization_id, project_id, mark)
        ids = {
            'organizations': organization_id,
            'inventories': inventory,
            'constructed_inventories': kinds['constructed'],
            'groups': group,
            'hosts': host,
            'inventory_sources': source,
            'inventory_updates': self._add_update(inventory, source, mark),
            'activity_stream': self._find_entry(inventory),
            'users': user,
            'teams': team,
            'tokens': token,
            'roles': roles.role_id(
                roles.ORGANIZATION, organization_id, roles.ADMIN
            ),
        }
        return Tenant(ids, _NAMES, kinds)

    def _add_inventories(self, organization_id, mark):
        """Return the id of the regular one, and {kind: id} of the others."""
        common = {'organization': organization_id, 'description': mark}
        inventory = self.create(
            'inventories/',
            name='regular',
            variables=f'secret: {mark}',
            **common,
        )['id']
        smart = self.create(
            'inventories/',
            name='smart',
            kind='smart',
            host_filter='name__icontains=web',
            **common,
        )['id']
        constructed = self.create(
            'constructed_inventories/', name='constructed', **common
        )['id']
        self._post(
            f'inventories/{constructed}/input_inventories/', {'id': inventory}
        )
        return inventory, {'smart': smart, 'constructed': constructed}

    def _add_contents(self, inventory, mark):
        """Return the ids of a group and of a host in it, which has facts."""
        common = {
            'inventory': inventory,
            'description': mark,
            'variables': f'secret: {mark}',
        }
        group, child = (
            self.create('groups/', name=name, **common)['id']
            for name in ('servers', 'databases')
        )
        self._post(f'groups/{group}/children/', {'id': child})
        host, second = (
            self.create('hosts/', name=name, **common)['id']
            for name in ('web1', 'web2')
        )
        for each in (host, second):
            self._post(f'groups/{group}/hosts/', {'id': each})
        self.ask('PUT', f'hosts/{host}/ansible_facts/', {'fact': mark})
        return group, host

    def _add_people(self, organization_id, project_id, mark):
        """Return the ids of a user, of a team, and of a token of the user."""
        user = self._add_user(project_id, mark)
        team = self._insert(
            tables.access.teams,
            organization_id=organization_id,
            name='team',
            description=mark,
        )
        self._insert(
            tables.access.role_grants,
            natural_key=mark,
            user_id=user,
            role=roles.MEMBER,
            organization_id=organization_id,
        )
        token = self._insert(
            tables.access.access_tokens,
            user_id=user,
            secret_hash=mark,
            description=mark,
            scope='write',
            expires_at=datetime.datetime(2999, 1, 1),
        )
        return user, team, token

    def _post(self, path, body):
        self.assertEqual(204, self.ask('POST', path, body).status_int)

    def _insert(self, table, **values):
        with self.database.engine.begin() as connection:
            result = connection.execute(table.insert().values(**values))
            return result.inserted_primary_key[0]

    def _add_user(self, project_id, mark):
        name = f'user-{project_id}'
        self._insert(
            tables.access.api_users,
            external_id=f'{name}-{mark}',
            username=f'{name}-{mark}',
        )
        with self.database.engine.connect() as connection:
            users = tables.access.api_users
            return connection.scalar(
                users.select()
                .with_only_columns(users.c.id)
                .where(users.c.external_id == f'{name}-{mark}')
            )

    def _add_source(self, inventory, mark, host, group):
        t = tables.host_inventory
        source = self._insert(
            t.inventory_sources,
            host_inventory_id=inventory,
            name='estate',
            description=mark,
            source='file',
            source_path='estate',
            source_vars=f'secret: {mark}',
        )
        self._insert(
            t.inventory_source_hosts, inventory_source_id=source, host_id=host
        )
        self._insert(
            t.inventory_source_groups,
            inventory_source_id=source,
            group_id=group,
        )
        return source

    def _add_update(self, inventory, source, mark):
        t = tables.host_inventory
        update = self._insert(
            t.inventory_updates,
            inventory_source_id=source,
            host_inventory_id=inventory,
            name=f'estate {mark}',
            status='failed',
            source='file',
            job_explanation=mark,
            finished_at=tables.base.utcnow(),
        )
        self._insert(
            t.inventory_update_events,
            inventory_update_id=update,
            counter=1,
            start_line=0,
            end_line=1,
            stdout=mark,
        )
        return update

    def _find_entry(self, inventory):
        answer = self.ask('GET', f'inventories/{inventory}/activity_stream/')
        return answer.json['results'][0]['id']
