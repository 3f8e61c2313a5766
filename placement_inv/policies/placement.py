"""The policy rules of the placement family, with the names of Placement."""

from oslo_log import versionutils
from oslo_policy import policy

#: The default of every rule before the roles `service` and `reader` existed.
#: It also applies if `[oslo_policy]enforce_new_defaults` is false.
_LEGACY = policy.DeprecatedRule(
    name='rule:admin_api',
    check_str='role:admin',
    deprecated_reason='Rules now know the roles service and reader.',
    deprecated_since=versionutils.deprecated.WALLABY,
)


def _base(name, check, description, scopes=('project',), legacy=True):
    return policy.RuleDefault(
        name=name,
        check_str=check,
        description=description,
        scope_types=list(scopes) or None,
        deprecated_rule=_LEGACY if legacy else None,
    )


_BASE = [
    _base('admin_api', 'role:admin', 'Administrators.', legacy=False),
    _base('service_api', 'role:service', 'Other services.'),
    _base(
        'admin_or_service_api',
        'role:admin or role:service',
        'Administrators and other services: most of the API.',
    ),
    _base(
        'project_reader_api',
        'role:reader and project_id:%(project_id)s',
        'Readers of the project that the request is about.',
        scopes=(),
    ),
    _base(
        'admin_or_project_reader_or_service_api',
        'role:admin or rule:project_reader_api or role:service',
        'Administrators, other services, readers of the project.',
    ),
]


def _rule(name, description, *operations, check='rule:admin_or_service_api'):
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
    *_BASE,
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
        'Rename a resource class, or create it if it is missing.',
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
        check='rule:admin_or_project_reader_or_service_api',
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
    _rule(
        'allocations:manage',
        'Replace the allocations of several consumers.',
        ('POST', '/allocations'),
    ),
    _rule(
        'allocation_candidates:list',
        'List the ways in which a request for resources could be served.',
        ('GET', '/allocation_candidates'),
    ),
    _rule(
        'reshaper:reshape',
        'Move inventories, and what is allocated of them, among providers.',
        ('POST', '/reshaper'),
        check='rule:service_api',
    ),
]
