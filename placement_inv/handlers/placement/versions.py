"""The placement family's history: every feature and its microversion.

The numbers and their meanings are OpenStack Placement's (Placement API
reference, "REST API Version History").
"""

from placement_inv.web import versions

history = versions.History('placement')

FIRST = history.feature('1.0', 'Providers, inventories, usages, allocations.')
AGGREGATES = history.feature('1.1', 'Aggregates of resource providers.')
RESOURCE_CLASSES = history.feature('1.2', 'Custom resource classes.')
MEMBER_OF = history.feature('1.3', 'Providers filtered by `member_of`.')
RESOURCES_FILTER = history.feature('1.4', 'Providers filtered by `resources`.')
DELETE_ALL_INVENTORIES = history.feature(
    '1.5', 'DELETE of all inventories of a provider in one request.'
)
TRAITS = history.feature('1.6', 'Traits, and traits of providers.')
IDEMPOTENT_CLASS_PUT = history.feature(
    '1.7', 'PUT of a resource class makes sure that it exists.'
)
CONSUMER_OWNERS = history.feature(
    '1.8', 'Allocations name the project and the user of the consumer.'
)
PROJECT_USAGES = history.feature('1.9', 'Usages of a project and its users.')
