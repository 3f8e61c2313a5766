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

#: Versions that are built but not served yet: one is served only when it is
#: whole and all before it are.
coming = versions.History('placement')

ALLOCATION_CANDIDATES = coming.feature('1.10', 'Allocation candidates.')
KEYED_ALLOCATIONS = coming.feature(
    '1.12', 'Allocations are a dict by provider, also those of candidates.'
)
CACHE_HEADERS = coming.feature(
    '1.15', 'Answers have `last-modified` and `cache-control` headers.'
)
CANDIDATES_LIMIT = coming.feature('1.16', '`limit` of candidates.')
CANDIDATES_REQUIRED = coming.feature(
    '1.17', 'Candidates filtered by `required` traits; traits in summaries.'
)
CANDIDATES_MEMBER_OF = coming.feature(
    '1.21', 'Candidates filtered by `member_of`.'
)
FORBIDDEN_TRAITS = coming.feature('1.22', '`required=!TRAIT`.')
REPEATED_MEMBER_OF = coming.feature('1.24', '`member_of` repeats.')
GRANULAR_GROUPS = coming.feature(
    '1.25', 'Numbered groups of candidates, and `group_policy`.'
)
FULL_SUMMARIES = coming.feature(
    '1.27', 'Summaries of candidates show all resource classes.'
)
NESTED_CANDIDATES = coming.feature(
    '1.29', 'Several providers of a tree serve one request.'
)
CANDIDATES_IN_TREE = coming.feature('1.31', '`in_tree` of candidates.')
FORBIDDEN_AGGREGATES = coming.feature('1.32', '`member_of=!UUID`.')
NAMED_GROUPS = coming.feature('1.33', 'Groups of candidates have names.')
MAPPINGS = coming.feature(
    '1.34', 'Candidates say which provider serves which group.'
)
ROOT_REQUIRED = coming.feature('1.35', '`root_required` traits.')
SAME_SUBTREE = coming.feature(
    '1.36', '`same_subtree`, and groups that ask for no resources.'
)
ANY_TRAITS = coming.feature(
    '1.39', '`required` repeats, and accepts any of several traits.'
)
