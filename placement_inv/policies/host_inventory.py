"""The policy rules of the host-inventory family.

Every rule refers to one of two base rules, or needs the role admin. The
defaults of the base rules depend on the authentication strategy.
"""

from oslo_policy import policy

#: The base rules: a deployer opens or closes the family by these two.
READER_API = 'host_inventory:reader_api'
MEMBER_API = 'host_inventory:member_api'

_READ = f'rule:{READER_API}'
_WRITE = f'rule:{MEMBER_API}'

_CLOSED = 'role:admin or role:service'
#: {base rule: its default if the deployer chose every user}.
_OPEN = {
    READER_API: f'{_CLOSED} or role:member or role:reader',
    MEMBER_API: f'{_CLOSED} or role:member',
}
#: The strategies whose users the deployer chose for this service. With other
#: strategies, members and readers of every project of a cloud may call.
_OPEN_STRATEGIES = frozenset(('http_basic', 'noauth2'))

_API = '/api/v2'
_USERS = f'{_API}/users/'
_TOKENS = (f'{_API}/tokens/', f'{_API}/users/{{id}}/personal_tokens/')


def is_closed(auth_strategy):
    """Tell whether members and readers may do nothing by default."""
    return auth_strategy not in _OPEN_STRATEGIES


def list_rules(auth_strategy):
    """Return the defaults of the family's rules for a strategy."""
    return [
        _base(
            READER_API,
            auth_strategy,
            'Who may read the host inventory, and have access tokens to read '
            'with. Every rule to read refers to this one.',
        ),
        _base(
            MEMBER_API,
            auth_strategy,
            'Who may change the host inventory. Every rule to write refers to '
            'this one.',
        ),
        *RULES,
    ]


def _base(name, auth_strategy, description):
    return policy.RuleDefault(
        name=name,
        check_str=_CLOSED if is_closed(auth_strategy) else _OPEN[name],
        description=(
            f'{description} The default depends on [api]auth_strategy. With '
            f'keystone it is "{_CLOSED}": organizations belong to no project, '
            'so that the users of this rule can use the inventories of all '
            f'projects. With http_basic and noauth2 it is "{_OPEN[name]}".'
        ),
        scope_types=['project'],
    )


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


#: The rules of operations.
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
    # A token can do no more than its user, so that readers may have tokens.
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
        'Read, change or delete the access tokens of other users.',
        *(('GET', path) for path in _TOKENS),
        *(
            (method, f'{_API}/tokens/{{id}}/')
            for method in ('GET', 'PUT', 'PATCH', 'DELETE')
        ),
    ),
]
