"""The policy rules of the host-inventory family.

A rule says by the roles of a token who may use an operation at all. Which
rows the caller sees and changes with it follows from the organizations of the
token's project, and from the roles on objects that the caller was granted.
"""

from oslo_policy import policy

#: Callers without the limits of tenants.
ADMIN_API = 'host_inventory:admin_api'
AUDITOR_API = 'host_inventory:auditor_api'
#: Callers with roles on the organizations of their project.
PROJECT_MANAGER = 'host_inventory:project_manager'
PROJECT_MEMBER = 'host_inventory:project_member'
PROJECT_READER = 'host_inventory:project_reader'
#: Every rule of an operation refers to one of these, or to ADMIN_API.
READER_API = 'host_inventory:reader_api'
MEMBER_API = 'host_inventory:member_api'

#: The role of an account of this service, and of one that audits.
ACCOUNT_ROLE = 'user'
AUDITOR_ROLE = 'system_auditor'

_ADMIN = f'rule:{ADMIN_API}'
_READ = f'rule:{READER_API}'
_WRITE = f'rule:{MEMBER_API}'

#: No request has a token of the system: it names no project.
_SCOPES = ['project', 'domain']

_API = '/api/v2'
_USERS = f'{_API}/users/'
#: The lists that roles are granted and revoked at.
_ROLE_LISTS = (
    '/roles/{id}/users/',
    '/roles/{id}/teams/',
    '/users/{id}/roles/',
    '/teams/{id}/roles/',
    '/teams/{id}/users/',
    '/organizations/{id}/users/',
    '/organizations/{id}/admins/',
)
_TOKENS = (f'{_API}/tokens/', f'{_API}/users/{{id}}/personal_tokens/')


def _base(name, check, description):
    return policy.RuleDefault(
        name=name,
        check_str=check,
        description=description,
        scope_types=_SCOPES,
    )


_BASE = [
    _base(
        ADMIN_API,
        'role:admin or role:service',
        'Who reads and changes the host inventory of all organizations, '
        'creates organizations, and binds them to projects.',
    ),
    _base(
        AUDITOR_API,
        f'role:{AUDITOR_ROLE}',
        'Who reads the host inventory of all organizations.',
    ),
    _base(
        PROJECT_MANAGER,
        'role:manager',
        'Who has the role admin on the organizations of the project or domain '
        'of the token.',
    ),
    _base(
        PROJECT_MEMBER,
        f'rule:{PROJECT_MANAGER} or role:member',
        'Who has the roles inventory_admin and auditor on the organizations '
        'of the project or domain of the token.',
    ),
    _base(
        PROJECT_READER,
        f'rule:{PROJECT_MEMBER} or role:reader',
        'Who has the role auditor on the organizations of the project or '
        'domain of the token.',
    ),
    _base(
        READER_API,
        f'rule:{ADMIN_API} or rule:{AUDITOR_API} or rule:{PROJECT_READER} '
        f'or role:{ACCOUNT_ROLE}',
        'Who may read the rows that belong to them, and have access tokens to '
        'read with. Every rule to read refers to this one.',
    ),
    _base(
        MEMBER_API,
        f'rule:{ADMIN_API} or rule:{PROJECT_MEMBER} or role:{ACCOUNT_ROLE}',
        'Who may change the rows on which they have a role. Every rule to '
        'write refers to this one.',
    ),
]


def _rule(name, check, description, *operations):
    return policy.DocumentedRuleDefault(
        name=f'host_inventory:{name}',
        check_str=check,
        description=description,
        operations=[
            {'method': method, 'path': path} for method, path in operations
        ],
        scope_types=_SCOPES,
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
            scope_types=_SCOPES,
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
            scope_types=_SCOPES,
        ),
    ]


#: The rules of operations.
RULES = [
    *_BASE,
    policy.DocumentedRuleDefault(
        name='host_inventory:changes:read',
        check_str=_READ,
        description='Read who changed what.',
        operations=[
            {'method': 'GET', 'path': f'{_API}{path}'}
            for path in ('/changes/', '/activity_stream/')
        ],
        scope_types=_SCOPES,
    ),
    *_pair('organizations', 'organizations', '/organizations/'),
    _rule(
        'organizations:create',
        _ADMIN,
        'Create organizations, and say whose they are.',
        ('POST', f'{_API}/organizations/'),
    ),
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
    _rule(
        'secrets:read',
        _WRITE,
        'Read the secrets of inventory sources (source_vars) on whose '
        'inventories one has the role admin. Others see a mark instead.',
        *(
            ('GET', f'{_API}{path}')
            for path in (
                '/inventory_sources/',
                '/inventory_updates/',
                '/constructed_inventories/',
            )
        ),
    ),
    *_pair(
        'updates',
        'inventory updates: start, cancel, delete',
        '/inventory_updates/',
        '/inventories/{id}/update_inventory_sources/',
        '/inventory_sources/{id}/update/',
    ),
    *_pair(
        'teams',
        'teams of users',
        '/teams/',
        '/organizations/{id}/teams/',
    ),
    _rule(
        'roles:read',
        _READ,
        'Read which roles there are on objects, and who has them.',
        *(('GET', f'{_API}{path}') for path in _ROLE_LISTS),
        *(
            ('GET', f'{_API}{path}')
            for path in (
                '/roles/',
                '/roles/{id}/',
                '/{kind}/{id}/object_roles/',
                '/{kind}/{id}/access_list/',
            )
        ),
    ),
    _rule(
        'roles:write',
        _WRITE,
        'Grant and revoke the roles on objects that one administers.',
        *(('POST', f'{_API}{path}') for path in _ROLE_LISTS),
    ),
    _rule('users:read', _READ, 'Read who uses this API.', ('GET', _USERS)),
    _rule(
        'users:create',
        _ADMIN,
        'Create and delete accounts.',
        ('POST', _USERS),
        ('DELETE', f'{_USERS}{{id}}/'),
    ),
    _rule(
        'users:change',
        _READ,
        'Change accounts: administrators any, others their own name and '
        'password.',
        ('PUT', f'{_USERS}{{id}}/'),
        ('PATCH', f'{_USERS}{{id}}/'),
    ),
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
