"""Who may do what in the host-inventory family."""

from oslo_policy import policy

_READ = 'role:admin or role:service or role:member or role:reader'
_WRITE = 'role:admin or role:service or role:member'

_API = '/api/v2'


_USERS = f'{_API}/users/'
_TOKENS = (f'{_API}/tokens/', f'{_API}/users/{{id}}/personal_tokens/')


def _rule(name, check, description, *operations):
    return policy.DocumentedRuleDefault(
        name=f'host_inventory:{name}',
        check_str=check,
        description=description,
        operations=[
            {'method': method, 'path': path} for method, path in operations
        ],
        scope_types=['project'],
    )


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
    policy.DocumentedRuleDefault(
        name='host_inventory:changes:read',
        check_str=_READ,
        description='Read who changed what.',
        operations=[
            {'method': 'GET', 'path': f'{_API}{path}'}
            for path in ('/changes/', '/activity_stream/')
        ],
        scope_types=['project'],
    ),
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
    _rule('users:read', _READ, 'Read who uses this API.', ('GET', _USERS)),
    _rule(
        'tokens:read',
        _READ,
        "Read about one's own access tokens.",
        *(('GET', path) for path in _TOKENS),
    ),
    # A token can do no more than its user: whoever may call may have one.
    _rule(
        'tokens:write',
        _READ,
        "Create, change or delete one's own access tokens.",
        *(('POST', path) for path in _TOKENS),
        *(
            (method, f'{_API}/tokens/{{id}}/')
            for method in ('PUT', 'PATCH', 'DELETE')
        ),
    ),
    _rule(
        'tokens:of_all',
        'role:admin',
        'Do to the access tokens of others what one may do to own ones.',
        *(('GET', path) for path in _TOKENS),
        *(
            (method, f'{_API}/tokens/{{id}}/')
            for method in ('GET', 'PUT', 'PATCH', 'DELETE')
        ),
    ),
]
