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

ALLOCATION_CANDIDATES = history.feature('1.10', 'Allocation candidates.')
ALLOCATIONS_LINK = history.feature(
    '1.11', 'Providers link to the allocations against them.'
)
KEYED_ALLOCATIONS = history.feature(
    '1.12', 'Allocations are a dict by provider, also those of candidates.'
)
POST_ALLOCATIONS = history.feature(
    '1.13', 'Allocations of several consumers in one request.'
)
NESTED_PROVIDERS = history.feature(
    '1.14', 'Providers have parents and roots; `in_tree` of providers.'
)
CACHE_HEADERS = history.feature(
    '1.15', 'Answers have `last-modified` and `cache-control` headers.'
)
CANDIDATES_LIMIT = history.feature('1.16', '`limit` of candidates.')
CANDIDATES_REQUIRED = history.feature(
    '1.17', 'Candidates filtered by `required` traits; traits in summaries.'
)
PROVIDERS_REQUIRED = history.feature(
    '1.18', 'Providers filtered by `required` traits.'
)
AGGREGATES_GENERATION = history.feature(
    '1.19', 'Aggregates of a provider are guarded by its generation.'
)
PROVIDER_AFTER_POST = history.feature(
    '1.20', 'POST of a provider answers 200 with the provider.'
)
CANDIDATES_MEMBER_OF = history.feature(
    '1.21', 'Candidates filtered by `member_of`.'
)
FORBIDDEN_TRAITS = history.feature('1.22', '`required=!TRAIT`.')
ERROR_CODES = history.feature('1.23', 'Errors have codes.')
REPEATED_MEMBER_OF = history.feature('1.24', '`member_of` repeats.')
GRANULAR_GROUPS = history.feature(
    '1.25', 'Numbered groups of candidates, and `group_policy`.'
)
RESERVED_TOTAL = history.feature(
    '1.26', 'All of an inventory may be reserved.'
)
FULL_SUMMARIES = history.feature(
    '1.27', 'Summaries of candidates show all resource classes.'
)
CONSUMER_GENERATIONS = history.feature(
    '1.28', 'Allocations of a consumer are guarded by its generation.'
)
NESTED_CANDIDATES = history.feature(
    '1.29', 'Several providers of a tree serve one request.'
)
RESHAPER = history.feature(
    '1.30', 'Inventories and allocations move in one request.'
)
CANDIDATES_IN_TREE = history.feature('1.31', '`in_tree` of candidates.')
FORBIDDEN_AGGREGATES = history.feature('1.32', '`member_of=!UUID`.')
NAMED_GROUPS = history.feature('1.33', 'Groups of candidates have names.')
MAPPINGS = history.feature(
    '1.34', 'Candidates say which provider serves which group.'
)
ROOT_REQUIRED = history.feature('1.35', '`root_required` traits.')
SAME_SUBTREE = history.feature(
    '1.36', '`same_subtree`, and groups that ask for no resources.'
)
REPARENTING = history.feature(
    '1.37', 'Providers move to another parent, or become roots.'
)
CONSUMER_TYPES = history.feature('1.38', 'Consumers have types.')
ANY_TRAITS = history.feature(
    '1.39', '`required` repeats, and accepts any of several traits.'
)
