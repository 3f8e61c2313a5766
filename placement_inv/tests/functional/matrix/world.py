"""Two tenants with a row of every kind, and the grants of the callers."""

import contextlib
import json
import pathlib
import sqlite3
import tempfile

import sqlalchemy as sa
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.db import tables
from placement_inv.handlers import host_inventory
from placement_inv.handlers import placement
from placement_inv.tests.functional.matrix import callers
from placement_inv.tests.functional.matrix import placement_operations
from placement_inv.web.middleware import context

_t = tables.host_inventory
_access = tables.access

#: {kind of objects: the column of grants with its id}.
_GRANT_COLUMNS = {
    'organization': 'organization_id',
    'inventory': 'host_inventory_id',
    'team': 'object_team_id',
}


class World:
    """The application, its rows, and the callers' requests.

    `ids` are {tenant: {noun of a path: id of the tenant's row}}.
    """

    def __init__(self, undo: contextlib.ExitStack):
        directory = pathlib.Path(
            undo.enter_context(tempfile.TemporaryDirectory())
        )
        self._file = directory / 'matrix.db'
        estate = directory / 'sources'
        estate.mkdir()
        (estate / 'new.yaml').write_text('all: {hosts: {a: {}}}\n')
        (directory / 'htpasswd').touch()
        settings = conf.load(config_files=[])
        for group, name, value in (
            ('placement_database', 'connection', f'sqlite:///{self._file}'),
            ('placement_database', 'sync_on_startup', True),
            ('api', 'auth_strategy', 'http_basic'),
            ('api', 'http_basic_auth_user_file', str(directory / 'htpasswd')),
            ('inventory_sources', 'file_roots', [str(estate)]),
            ('inventory_sources', 'share_file_roots', True),
        ):
            settings.set_override(name, value, group)
        services = deploy.services(settings)
        undo.callback(services.database.dispose)
        deploy.prepare(services)
        self._engine = services.database.engine
        self._applications = {
            family: context.Context(family.application(settings), services)
            for family in (host_inventory, placement)
        }
        self._admin = callers.CALLERS[0]
        self._user_ids = {}
        self.ids = {
            tenant: self._add_tenant(tenant)
            for tenant in (callers.MINE, callers.OTHER)
        }
        self._add_callers()
        self._add_placement()
        self._copy = sqlite3.connect(':memory:')
        undo.callback(self._copy.close)
        with contextlib.closing(sqlite3.connect(self._file)) as connection:
            connection.backup(self._copy)

    def ask(
        self,
        caller,
        method,
        path,
        body=None,
        version='latest',
        family=host_inventory,
    ):
        """Send a request of a caller; return the response."""
        request = webob.Request.blank(path, method=method)
        request.headers['OpenStack-API-Version'] = (
            f'placement {version}, host-inventory {version}'
        )
        if body is not None:
            request.body = json.dumps(body).encode()
            request.content_type = 'application/json'
        request.environ |= {
            'HTTP_X_USER_ID': caller.name,
            'HTTP_X_ROLES': caller.roles,
            'HTTP_X_PROJECT_ID': caller.project or caller.name,
        }
        return request.get_response(self._applications[family])

    def restore(self):
        """Undo what requests have written."""
        with contextlib.closing(sqlite3.connect(self._file)) as connection:
            self._copy.backup(connection)

    def _create(self, path, family=host_inventory, method='POST', **body):
        response = self.ask(self._admin, method, path, body, family=family)
        if response.status_int >= 300:
            raise AssertionError(f'{path} {body}: {response.text}')
        if response.content_length and family is host_inventory:
            return response.json.get('id')
        return None

    def _add_tenant(self, tenant):
        """Add the rows of a tenant; return their ids."""
        ids = {'organizations': self._add_organization(tenant, tenant)}
        ids |= self._add_inventory(ids['organizations'])
        # Apart, because a running update refuses writes around it.
        ids['busy_organization'] = self._add_organization(
            f'busy {tenant}', tenant
        )
        busy = self._add_inventory(ids['busy_organization'])
        ids['busy'] = busy['inventories']
        ids['roles'] = self._find_role(ids['organizations'])
        with self._engine.begin() as connection:
            ids['activity_stream'] = self._find_entry(connection, ids['hosts'])
            ids['inventory_updates'] = self._add_update(
                connection, ids, 'successful'
            )
            ids['pending_updates'] = self._add_update(
                connection, busy, 'pending'
            )
            ids['teams'] = self._add_team(
                connection, 'team', ids['organizations']
            )
            ids['users'] = self._find_user(connection, f'user of {tenant}')
            self._grant(
                connection,
                'member',
                user_id=ids['users'],
                organization=ids['organizations'],
            )
            ids['tokens'] = self._add_token(connection, ids['users'])
        return ids

    def _add_inventory(self, organization):
        """Add an inventory with rows of each kind; return their ids."""

        def add(noun, **body):
            return self._create(f'/api/v2/{noun}/', **body)

        inventory = add('inventories', name='i', organization=organization)
        constructed = add(
            'constructed_inventories', name='c', organization=organization
        )
        add(f'inventories/{constructed}/input_inventories', id=inventory)
        return {
            'inventories': inventory,
            'constructed_inventories': constructed,
            'hosts': add('hosts', name='host', inventory=inventory),
            'groups': add('groups', name='group', inventory=inventory),
            'child': add('groups', name='child', inventory=inventory),
            'inventory_sources': add(
                'inventory_sources',
                name='source',
                inventory=inventory,
                source='file',
                source_path='new.yaml',
            ),
        }

    def _find_role(self, organization):
        """Return the id of the role to read an organization."""
        path = f'/api/v2/organizations/{organization}/object_roles/'
        roles = self.ask(self._admin, 'GET', path).json['results']
        [role_id] = [each['id'] for each in roles if each['name'] == 'Read']
        return role_id

    def _find_entry(self, connection, host):
        """Return the id of an entry of the record about a host."""
        changes = _t.host_inventory_changes
        return connection.scalar(
            sa.select(sa.func.max(changes.c.id)).where(
                changes.c.object_type == 'host', changes.c.object_id == host
            )
        )

    def _add_organization(self, name, tenant):
        with self._engine.begin() as connection:
            return connection.execute(
                _t.organizations.insert().values(name=name, project_id=tenant)
            ).inserted_primary_key[0]

    def _add_update(self, connection, ids, status):
        return connection.execute(
            _t.inventory_updates.insert().values(
                host_inventory_id=ids['inventories'],
                inventory_source_id=ids['inventory_sources'],
                name='update',
                status=status,
                source='file',
                source_path='new.yaml',
                finished_at=None if status == 'pending' else sa.func.now(),
            )
        ).inserted_primary_key[0]

    def _add_team(self, connection, name, organization):
        return connection.execute(
            _access.teams.insert().values(
                name=name, description='', organization_id=organization
            )
        ).inserted_primary_key[0]

    def _add_token(self, connection, user):
        return connection.execute(
            _access.access_tokens.insert().values(
                user_id=user,
                secret_hash=f'hash {user}',
                scope='read',
                expires_at=sa.func.date('now', '+1 year'),
            )
        ).inserted_primary_key[0]

    def _find_user(self, connection, name):
        if name not in self._user_ids:
            users = _access.api_users
            row_id = connection.scalar(
                sa.select(users.c.id).where(users.c.external_id == name)
            )
            if row_id is None:
                row_id = connection.execute(
                    users.insert().values(
                        external_id=name,
                        username=name,
                        account_name=name,
                        password_hash='',
                    )
                ).inserted_primary_key[0]
            self._user_ids[name] = row_id
        return self._user_ids[name]

    def _add_callers(self):
        mine = self.ids[callers.MINE]
        objects = {
            'organization': (
                mine['organizations'],
                mine['busy_organization'],
            ),
            'inventory': tuple(
                mine[name]
                for name in ('inventories', 'constructed_inventories', 'busy')
            ),
        }
        with self._engine.begin() as connection:
            for caller in callers.CALLERS:
                holder = {'user_id': self._find_user(connection, caller.name)}
                if caller.by_team:
                    team = self._add_team(
                        connection, caller.name, mine['organizations']
                    )
                    self._grant(connection, 'member', **holder, team=team)
                    holder = {'team_id': team}
                if caller.granted:
                    kind, role = caller.granted
                    for row_id in objects[kind]:
                        self._grant(
                            connection, role, **holder, **{kind: row_id}
                        )

    def _grant(self, connection, role, user_id=None, team_id=None, **objects):
        [(kind, row_id)] = objects.items()
        connection.execute(
            _access.role_grants.insert().values(
                natural_key=f'{user_id} {team_id} {role} {kind} {row_id}',
                role=role,
                user_id=user_id,
                team_id=team_id,
                **{_GRANT_COLUMNS[kind]: row_id},
            )
        )

    def _add_placement(self):
        """Add what the paths and bodies of the placement family name."""
        for method, path, body in placement_operations.WORLD:
            self._create(path, placement, method, **body)
