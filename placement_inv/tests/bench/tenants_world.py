"""Writes hosts of many organizations directly into the tables."""

import json

from placement_inv.db import tables
from placement_inv.tests.bench import hosts_loading
from placement_inv.tests.bench import hosts_world

_t = tables.host_inventory
_access = tables.access
_insert = hosts_loading.insert

ORGANIZATIONS = 100
#: Groups of each organization.
GROUPS = 4
#: The project to which `bind_all` binds every organization.
COMMON_PROJECT = 'common'
#: The user whose team has a role on every organization.
TEAM_MEMBER = 'team-member'


def project(organization: int) -> str:
    """Return the project of an organization."""
    return f'project{organization}'


def load(connection, hosts: int) -> None:
    """Add 100 organizations of as many projects, with `hosts` hosts.

    The id of an organization is that of its inventory, too.
    """
    ids = range(1, ORGANIZATIONS + 1)
    _add_owners(connection, ids)
    _add_grants(connection, ids)
    number = 0
    for organization in ids:
        count = hosts // ORGANIZATIONS
        _add_hosts(connection, organization, range(number, number + count))
        number += count


def bind_all(connection) -> None:
    """Bind every organization to one project."""
    connection.execute(
        _t.organizations.update().values(project_id=COMMON_PROJECT)
    )


def _add_owners(connection, ids):
    _insert(
        connection,
        _t.organizations,
        [
            {'id': each, 'name': f'o{each}', 'project_id': project(each)}
            for each in ids
        ],
    )
    _insert(
        connection,
        _t.host_inventories,
        [
            {'id': each, 'organization_id': each, 'name': f'i{each}'}
            for each in ids
        ],
    )
    _insert(
        connection,
        _t.host_groups,
        [
            {
                'id': GROUPS * (each - 1) + place + 1,
                'host_inventory_id': each,
                'name': hosts_world.group(place),
            }
            for each in ids
            for place in range(GROUPS)
        ],
    )


def _add_grants(connection, ids):
    """Add a team with a role on each organization, and its one member."""
    _insert(
        connection,
        _access.api_users,
        [{'id': 1, 'external_id': TEAM_MEMBER, 'username': TEAM_MEMBER}],
    )
    _insert(
        connection,
        _access.teams,
        [{'id': 1, 'organization_id': 1, 'name': 'team', 'description': ''}],
    )
    _insert(
        connection,
        _access.role_grants,
        [
            {
                'natural_key': 'member',
                'user_id': 1,
                'role': 'member',
                'object_team_id': 1,
            }
        ],
    )
    _insert(
        connection,
        _access.role_grants,
        [
            {
                'natural_key': f'organization {each}',
                'team_id': 1,
                'role': 'auditor',
                'organization_id': each,
            }
            for each in ids
        ],
    )


def _add_hosts(connection, organization, numbers):
    _insert(
        connection,
        _t.hosts,
        [
            {
                'id': number + 1,
                'host_inventory_id': organization,
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
                'group_id': GROUPS * (organization - 1) + number % GROUPS + 1,
                'host_id': number + 1,
            }
            for number in numbers
        ],
    )
    hosts_loading.add_facts(connection, numbers)
