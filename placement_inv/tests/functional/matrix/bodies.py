"""A valid body for each operation of the host-inventory family that has one.

The keys are operations; a body is a function of the ids of a tenant.
"""

_V2 = '/api/v2'


def _constant(**body):
    return lambda _ids: body


def _with(key, noun, **body):
    return lambda ids: {**body, key: ids[noun]}


def _of_row(collection, create, replace=None):
    """Return the bodies of a collection and of one of its rows."""
    return {
        ('POST', f'{_V2}/{collection}'): create,
        ('PUT', f'{_V2}/{collection}/{{id}}'): replace or create,
        ('PATCH', f'{_V2}/{collection}/{{id}}'): _constant(description='d'),
    }


def _associations():
    """Return the bodies that give a user or a team a role."""
    return {
        ('POST', f'{_V2}/{path}'): lambda ids, noun=noun: {'id': ids[noun]}
        for path, noun in (
            ('teams/{id}/users', 'users'),
            ('organizations/{id}/users', 'users'),
            ('organizations/{id}/admins', 'users'),
            ('roles/{id}/users', 'users'),
            ('roles/{id}/teams', 'teams'),
            ('users/{id}/roles', 'roles'),
            ('teams/{id}/roles', 'roles'),
        )
    }


def _variables(noun):
    path = f'{_V2}/{noun}/{{id}}/variable_data'
    return {
        ('PUT', path): _constant(a=1),
        ('PATCH', path): _constant(a=1),
    }


_ORGANIZATION = _with('organization', 'organizations', name='new')
_INVENTORY = _with('inventory', 'inventories', name='new')
_NAMED = _constant(name='new')
_TOKEN = _constant(description='d', scope='read')
_SOURCE = _with(
    'inventory',
    'inventories',
    name='new',
    source='file',
    source_path='new.yaml',
)

BODIES = {
    ('POST', f'{_V2}/users'): _constant(username='new', password='secret'),
    ('PUT', f'{_V2}/users/{{id}}'): _constant(username='renamed'),
    ('PATCH', f'{_V2}/users/{{id}}'): _constant(first_name='new'),
    **_of_row('organizations', _NAMED),
    **_of_row('inventories', _ORGANIZATION),
    **_of_row('constructed_inventories', _ORGANIZATION),
    **_of_row('hosts', _INVENTORY),
    **_of_row('groups', _INVENTORY),
    **_of_row('inventory_sources', _SOURCE),
    **_of_row('tokens', _TOKEN),
    **_of_row('teams', _ORGANIZATION),
    **_associations(),
    **_variables('inventories'),
    **_variables('hosts'),
    **_variables('groups'),
    ('POST', '/api/login'): _constant(username='a', password='b'),
    ('POST', '/api/logout'): _constant(),
    ('POST', f'{_V2}/users/{{id}}/tokens'): _TOKEN,
    ('POST', f'{_V2}/users/{{id}}/personal_tokens'): _TOKEN,
    ('POST', f'{_V2}/organizations/{{id}}/teams'): _NAMED,
    ('POST', f'{_V2}/inventories/{{id}}/hosts'): _NAMED,
    ('POST', f'{_V2}/inventories/{{id}}/groups'): _NAMED,
    ('POST', f'{_V2}/inventories/{{id}}/root_groups'): _NAMED,
    ('POST', f'{_V2}/inventories/{{id}}/inventory_sources'): _constant(
        name='new', source='file', source_path='new.yaml'
    ),
    ('POST', f'{_V2}/inventories/{{id}}/update_inventory_sources'): (
        _constant()
    ),
    ('POST', f'{_V2}/inventories/{{id}}/copy'): _NAMED,
    ('POST', f'{_V2}/inventories/{{id}}/input_inventories'): _with(
        'id', 'inventories'
    ),
    ('PATCH', f'{_V2}/inventories/{{id}}/ansible_facts'): _constant(
        hosts={'host': {'a': 1}}
    ),
    ('PUT', f'{_V2}/hosts/{{id}}/ansible_facts'): _constant(a=1),
    ('PATCH', f'{_V2}/hosts/{{id}}/ansible_facts'): _constant(a=1),
    ('POST', f'{_V2}/hosts/{{id}}/groups'): _with('id', 'groups'),
    ('POST', f'{_V2}/groups/{{id}}/hosts'): _with('id', 'hosts'),
    ('POST', f'{_V2}/groups/{{id}}/children'): _with('id', 'child'),
    ('POST', f'{_V2}/inventory_sources/{{id}}/update'): _constant(),
    ('POST', f'{_V2}/inventory_updates/{{id}}/cancel'): _constant(),
    ('POST', f'{_V2}/bulk/host_create'): _with(
        'inventory', 'inventories', hosts=[{'name': 'new'}]
    ),
    ('POST', f'{_V2}/bulk/host_upsert'): _with(
        'inventory', 'inventories', hosts=[{'name': 'new'}]
    ),
    ('POST', f'{_V2}/bulk/host_patch'): lambda ids: {
        'hosts': [{'id': ids['hosts'], 'description': 'd'}]
    },
    ('POST', f'{_V2}/bulk/host_associate'): lambda ids: {
        'group': ids['groups'],
        'hosts': [ids['hosts']],
    },
    ('POST', f'{_V2}/bulk/host_delete'): lambda ids: {'hosts': [ids['hosts']]},
}
