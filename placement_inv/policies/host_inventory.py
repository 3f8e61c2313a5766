"""Who may do what in the host-inventory family."""

from oslo_policy import policy

_READ = 'role:admin or role:service or role:member or role:reader'
_WRITE = 'role:admin or role:service or role:member'

_API = '/api/v2'


def _pair(noun, words, *paths):
    """Return the rules to read and to write one kind of resource."""
    return [
        policy.DocumentedRuleDefault(
            name=f'host_inventory:{noun}:read',
            check_str=_READ,
            description=f'Read {words}.',
            operations=[
                {'method': 'GET', 'path': f'{_API}{path}'} for path in paths
            ],
            scope_types=['project'],
        ),
        policy.DocumentedRuleDefault(
            name=f'host_inventory:{noun}:write',
            check_str=_WRITE,
            description=f'Create, change or delete {words}.',
            operations=[
                {'method': method, 'path': f'{_API}{path}'}
                for path in paths
                for method in ('POST', 'PUT', 'PATCH', 'DELETE')
            ],
            scope_types=['project'],
        ),
    ]


RULES = [
    *_pair('organizations', 'organizations', '/organizations/'),
    *_pair(
        'inventories',
        'inventories of hosts',
        '/inventories/',
        '/inventories/{id}/copy/',
    ),
    *_pair(
        'hosts',
        'hosts and their facts',
        '/hosts/',
        '/inventories/{id}/ansible_facts/',
        '/bulk/',
    ),
    *_pair('groups', 'groups of hosts', '/groups/'),
    *_pair('sources', 'inventory sources', '/inventory_sources/'),
    *_pair(
        'updates',
        'inventory updates: start, cancel, delete',
        '/inventory_updates/',
        '/inventories/{id}/update_inventory_sources/',
        '/inventory_sources/{id}/update/',
    ),
]
