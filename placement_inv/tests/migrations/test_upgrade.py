"""A database with rows is upgraded from the first schema to the last."""

import contextlib
import datetime
import os

import sqlalchemy as sa
import webob

from placement_inv import conf
from placement_inv import context
from placement_inv import deploy
from placement_inv.db import migration
from placement_inv.objects.placement import audit
from placement_inv.tests.fixtures import database
from placement_inv.tests.functional import base

_FIRST = '0001'
_MOMENT = datetime.datetime(2026, 1, 2, 3, 4, 5, 678901)


def _uuid(number):
    return f'00000000-0000-4000-8000-{number:012}'


#: {table of the first schema: rows}, in the order of references.
_ROWS = {
    'resource_classes': [{'id': 1, 'name': 'VCPU'}],
    'traits': [{'id': 1, 'name': 'CUSTOM_OLD'}],
    'projects': [{'id': 1, 'external_id': 'project'}],
    'users': [{'id': 1, 'external_id': 'user'}],
    'resource_providers': [
        {
            'id': number,
            'uuid': _uuid(number),
            'name': f'provider {number}',
            'generation': 3,
            'root_provider_id': 1,
            'parent_provider_id': 1 if number > 1 else None,
        }
        for number in (1, 2)
    ],
    'inventories': [
        {
            'resource_provider_id': 2,
            'resource_class_id': 1,
            'total': 8,
            'reserved': 0,
            'min_unit': 1,
            'max_unit': 8,
            'step_size': 1,
            'allocation_ratio': 1.5,
            'used': 5,
        }
    ],
    'consumers': [
        {
            'id': 1,
            'uuid': _uuid(80),
            'project_id': 1,
            'user_id': 1,
            'generation': 2,
        }
    ],
    'allocations': [
        {
            'consumer_id': 1,
            'resource_provider_id': 2,
            'resource_class_id': 1,
            'used': 5,
        }
    ],
    'organizations': [{'id': 7, 'name': 'Default', 'description': ''}],
    'host_inventories': [
        {'id': 5, 'organization_id': 7, 'name': 'prod', 'description': 'old'}
    ],
    'hosts': [
        {'id': number, 'host_inventory_id': 5, 'name': f'host{number}'}
        for number in (11, 12)
    ],
    'host_groups': [{'id': 3, 'host_inventory_id': 5, 'name': 'web'}],
}

_HEADERS = {
    'X-Auth-Token': 'admin',
    'OpenStack-API-Version': 'placement latest, host-inventory latest',
}


def _complete(table, row):
    """Return a row with a value in each mandatory column."""
    return {
        column.name: _MOMENT if isinstance(column.type, sa.DateTime) else ''
        for column in table.columns
        if not (column.nullable or column.server_default)
        and column.autoincrement is not True
    } | row


@base.on_every_database
class TestUpgrade:
    """Rows are inserted as SQL: the code declares only the last schema."""

    backend: str
    __test__ = False

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_used')
        )
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        settings.set_override('auth_strategy', 'noauth2', 'api')
        self.services = deploy.services(settings)
        undo.callback(self.services.database.dispose)
        self.engine = self.services.database.engine
        migration.upgrade(self.engine, _FIRST)
        self._fill()

    def _fill(self):
        metadata = sa.MetaData()
        metadata.reflect(self.engine)
        with self.engine.begin() as connection:
            for name, rows in _ROWS.items():
                table = metadata.tables[name]
                connection.execute(
                    table.insert(),
                    [_complete(table, row) for row in rows],
                )
                if self.backend == 'postgresql' and 'id' in rows[0]:
                    # Rows with explicit ids do not advance the sequence.
                    connection.exec_driver_sql(
                        f"SELECT setval('{name}_id_seq', 1000)"
                    )

    def test_all_rows_survive(self):
        before = self._read()
        migration.upgrade(self.engine)
        self.assertEqual(before, self._read())

    def test_old_rows_can_be_read_and_changed(self):
        migration.upgrade(self.engine)
        deploy.prepare(self.services)
        application = deploy.loadapp(self.services.conf, self.services)

        def ask(method, url, body=None):
            request = webob.Request.blank(url, method=method)
            request.headers.update(_HEADERS)
            if body is not None:
                request.json = body
                request.content_type = 'application/json'
            return request.get_response(application)

        usages_path = f'/resource_providers/{_uuid(2)}/usages'
        self.assertEqual({'VCPU': 5}, ask('GET', usages_path).json['usages'])
        allocations_path = f'/allocations/{_uuid(80)}'
        allocations = ask('GET', allocations_path).json
        allocations['consumer_type'] = 'INSTANCE'
        allocations['allocations'][_uuid(2)]['resources']['VCPU'] = 7
        self.assertEqual(
            204, ask('PUT', allocations_path, allocations).status_int
        )
        self.assertEqual({'VCPU': 7}, ask('GET', usages_path).json['usages'])
        self.assertEqual(
            [], audit.examine(context.RequestContext(self.services))
        )
        hosts = ask('GET', '/api/v2/inventories/5/hosts/').json['results']
        self.assertEqual(
            ['host11', 'host12'], [each['name'] for each in hosts]
        )
        response = ask('PATCH', '/api/v2/hosts/11/', {'name': 'other'})
        self.assertEqual(
            (200, 'other'), (response.status_int, response.json['name'])
        )

    def test_names_become_exact(self):
        migration.upgrade(self.engine)
        table = sa.table('users', sa.column('external_id'))
        with self.engine.connect() as connection:
            names = connection.scalars(
                sa.select(table.c.external_id).where(
                    table.c.external_id == 'user '
                )
            ).all()
        self.assertEqual([], names)

    def _read(self):
        """Return the rows with the columns of the first schema."""
        metadata = sa.MetaData()
        metadata.reflect(self.engine, only=list(_ROWS))
        with self.engine.connect() as connection:
            return {
                name: sorted(
                    connection.execute(
                        sa.select(
                            *(
                                metadata.tables[name].c[column]
                                for column in rows[0]
                            )
                        )
                    ).all(),
                    key=repr,
                )
                for name, rows in _ROWS.items()
            }
