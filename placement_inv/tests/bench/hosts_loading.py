"""Writes hosts directly into the tables."""

import datetime
import json

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.tests.bench import hosts_world

_t = tables.host_inventory
_ROWS_A_STATEMENT = 500
_NOW = datetime.datetime(2026, 7, 1)

ORGANIZATION, INVENTORY, SMART, SCRATCH = 1, 1, 2, 3
#: The filter of the smart inventory.
FILTER = 'ansible_facts__ansible_processor_vcpus=8'
#: The number of other smart inventories, with filters of every kind.
_OTHERS = 500


def replace(service, count):
    """Replace all inventories of a service by one of `count` hosts."""
    with service.connection() as connection:
        # Related rows are deleted with these.
        connection.execute(_t.host_inventories.delete())
        connection.execute(_t.organizations.delete())
        _add_inventories(connection)
        for start in range(0, count, _ROWS_A_STATEMENT):
            numbers = range(start, min(start + _ROWS_A_STATEMENT, count))
            _add_hosts(connection, numbers)
        for name in (
            'organizations',
            'host_inventories',
            'host_groups',
            'hosts',
        ):
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "
                f'(SELECT max(id) FROM {name}))'
            )
        connection.exec_driver_sql('VACUUM ANALYZE')


def _add_inventories(connection):
    insert(
        connection, _t.organizations, [{'id': ORGANIZATION, 'name': 'Bench'}]
    )
    common = {'organization_id': ORGANIZATION, 'kind': ''}
    insert(
        connection,
        _t.host_inventories,
        [
            {**common, 'id': INVENTORY, 'name': 'Big', 'host_filter': None},
            {
                **common,
                'id': SMART,
                'name': 'Smart',
                'kind': 'smart',
                'host_filter': FILTER,
            },
            {**common, 'id': SCRATCH, 'name': 'New', 'host_filter': None},
            *(
                {
                    **common,
                    'id': SCRATCH + number,
                    'name': f'Smart {number}',
                    'kind': 'smart',
                    'host_filter': hosts_world.filter_of(number),
                }
                for number in range(1, _OTHERS + 1)
            ),
        ],
    )
    insert(
        connection,
        _t.host_groups,
        [
            {
                'id': number + 1,
                'host_inventory_id': INVENTORY,
                'name': hosts_world.group(number),
            }
            for number in range(hosts_world.GROUPS)
        ],
    )


def _add_hosts(connection, numbers):
    insert(
        connection,
        _t.hosts,
        [
            {
                'id': number + 1,
                'host_inventory_id': INVENTORY,
                'name': hosts_world.name(number),
                'variables': hosts_world.variables(number),
                'variables_data': json.loads(hosts_world.variables(number)),
            }
            for number in numbers
        ],
    )
    connection.execute(
        _t.host_group_hosts.insert(),
        [
            {
                'group_id': number % hosts_world.GROUPS + 1,
                'host_id': number + 1,
            }
            for number in numbers
        ],
    )
    add_facts(connection, numbers)


def add_facts(connection, numbers):
    """Add the facts of hosts by their numbers: their ids, from 0 on."""
    connection.execute(
        _t.host_facts.insert(),
        [
            {
                'host_id': number + 1,
                'facts': hosts_world.facts(number),
                'version': 1,
                'modified_at': _NOW,
            }
            for number in numbers
        ],
    )


def insert(connection, table: sa.Table, rows):
    """Insert rows, all with the same columns and time."""
    times = {'created_at': _NOW, 'updated_at': _NOW}
    connection.execute(table.insert(), [times | row for row in rows])
