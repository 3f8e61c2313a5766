"""Who may do what in the placement family; rule names are upstream's."""

from oslo_policy import policy

_ADMIN_OR_SERVICE = 'role:admin or role:service'


def _rule(name, description, *operations, check=_ADMIN_OR_SERVICE):
    return policy.DocumentedRuleDefault(
        name=f'placement:{name}',
        check_str=check,
        description=description,
        operations=[
            {'method': method, 'path': path} for method, path in operations
        ],
        scope_types=['project'],
    )


_PROVIDERS = '/resource_providers'
_PROVIDER = '/resource_providers/{uuid}'
_INVENTORIES = f'{_PROVIDER}/inventories'
_INVENTORY = f'{_INVENTORIES}/{{resource_class}}'
_CLASSES = '/resource_classes'
_CLASS = '/resource_classes/{name}'
_TRAIT = '/traits/{name}'
_PROVIDER_TRAITS = f'{_PROVIDER}/traits'
_AGGREGATES = f'{_PROVIDER}/aggregates'
_ALLOCATION = '/allocations/{consumer_uuid}'

RULES = [
    _rule(
        'resource_providers:list',
        'List resource providers.',
        ('GET', _PROVIDERS),
    ),
    _rule(
        'resource_providers:create',
        'Create a resource provider.',
        ('POST', _PROVIDERS),
    ),
    _rule(
        'resource_providers:show',
        'Show a resource provider.',
        ('GET', _PROVIDER),
    ),
    _rule(
        'resource_providers:update',
        'Update a resource provider.',
        ('PUT', _PROVIDER),
    ),
    _rule(
        'resource_providers:delete',
        'Delete a resource provider.',
        ('DELETE', _PROVIDER),
    ),
    _rule(
        'resource_providers:inventories:list',
        'List the inventories of a provider.',
        ('GET', _INVENTORIES),
    ),
    _rule(
        'resource_providers:inventories:create',
        'Add an inventory to a provider.',
        ('POST', _INVENTORIES),
    ),
    _rule(
        'resource_providers:inventories:show',
        'Show the inventory of one resource class.',
        ('GET', _INVENTORY),
    ),
    _rule(
        'resource_providers:inventories:update',
        'Replace inventories of a provider.',
        ('PUT', _INVENTORIES),
        ('PUT', _INVENTORY),
    ),
    _rule(
        'resource_providers:inventories:delete',
        'Delete inventories of a provider.',
        ('DELETE', _INVENTORIES),
        ('DELETE', _INVENTORY),
    ),
    _rule(
        'resource_classes:list', 'List resource classes.', ('GET', _CLASSES)
    ),
    _rule(
        'resource_classes:create',
        'Create a resource class.',
        ('POST', _CLASSES),
    ),
    _rule('resource_classes:show', 'Show a resource class.', ('GET', _CLASS)),
    _rule(
        'resource_classes:update',
        'Rename, or make sure of, a resource class.',
        ('PUT', _CLASS),
    ),
    _rule(
        'resource_classes:delete',
        'Delete a resource class.',
        ('DELETE', _CLASS),
    ),
    _rule(
        'resource_providers:aggregates:list',
        'List the aggregates of a provider.',
        ('GET', _AGGREGATES),
    ),
    _rule(
        'resource_providers:aggregates:update',
        'Replace the aggregates of a provider.',
        ('PUT', _AGGREGATES),
    ),
    _rule(
        'resource_providers:usages',
        'Show the usages of a provider.',
        ('GET', f'{_PROVIDER}/usages'),
    ),
    _rule(
        'resource_providers:allocations:list',
        'List the allocations against a provider.',
        ('GET', f'{_PROVIDER}/allocations'),
    ),
    _rule(
        'usages',
        'Show the usages of a project.',
        ('GET', '/usages'),
        check=(
            f'{_ADMIN_OR_SERVICE} or '
            '(role:reader and project_id:%(project_id)s)'
        ),
    ),
    _rule('traits:list', 'List traits.', ('GET', '/traits')),
    _rule('traits:show', 'Tell whether a trait exists.', ('GET', _TRAIT)),
    _rule('traits:update', 'Create a trait.', ('PUT', _TRAIT)),
    _rule('traits:delete', 'Delete a trait.', ('DELETE', _TRAIT)),
    _rule(
        'resource_providers:traits:list',
        'List the traits of a provider.',
        ('GET', _PROVIDER_TRAITS),
    ),
    _rule(
        'resource_providers:traits:update',
        'Replace the traits of a provider.',
        ('PUT', _PROVIDER_TRAITS),
    ),
    _rule(
        'resource_providers:traits:delete',
        'Remove all traits from a provider.',
        ('DELETE', _PROVIDER_TRAITS),
    ),
    _rule(
        'allocations:list',
        'List the allocations of a consumer.',
        ('GET', _ALLOCATION),
    ),
    _rule(
        'allocations:update',
        'Replace the allocations of a consumer.',
        ('PUT', _ALLOCATION),
    ),
    _rule(
        'allocations:delete',
        'Delete the allocations of a consumer.',
        ('DELETE', _ALLOCATION),
    ),
]
