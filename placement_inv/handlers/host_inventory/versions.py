"""The host-inventory family's history: every feature and its microversion."""

from placement_inv.web import versions

history = versions.History('host-inventory')

FIRST = history.feature(
    '1.0', 'Organizations, inventories, hosts, groups, variables, script.'
)
INVENTORY_SOURCES = history.feature(
    '1.1', 'Inventory sources belong to an inventory and can be updated.'
)
UPDATE_INVENTORY_SOURCES = history.feature(
    '1.2', 'All sources of an inventory are updated in one request.'
)
FACTS = history.feature(
    '1.3', 'Facts are kept per host; `host_filter` searches hosts.'
)
SMART_INVENTORIES = history.feature(
    '1.4', 'Smart inventories: `kind` and `host_filter` of inventories.'
)
BACKGROUND_DELETION = history.feature(
    '1.5', 'Inventories are deleted in the background: `pending_deletion`.'
)
MANAGED_BY = history.feature(
    '1.6', 'Hosts and groups name the sources that manage them.'
)
GENERATIONS = history.feature(
    '1.7', 'A `generation` that is stale refuses a write.'
)
FACTS_IN_BATCHES = history.feature(
    '1.8', 'Facts of many hosts of an inventory in one request.'
)
WIDE_FILTERS = history.feature(
    '1.8',
    'The wider filter language in `host_filter`, which all lists of hosts '
    'take; what a filter would find, and why; `host_filter_language`.',
)
FACTS_VERSION = history.feature(
    '1.8', 'Facts are tagged with their version; a stale one refuses a write.'
)
history.feature('1.9', 'Reserved for hosts and providers; changes nothing.')
BULK_HOSTS = history.feature(
    '1.10', 'Hosts are made and deleted in bulk; inventories are copied.'
)
CONSTRUCTED = history.feature(
    '1.11', 'Constructed inventories: made by a plugin from other ones.'
)
BULK_EDITS = history.feature(
    '1.12', 'Hosts are changed and grouped in bulk; requests are sent again.'
)
LONG_LISTS = history.feature(
    '1.13', 'Lists without a count, by cursor, and whole in other formats.'
)
CHANGE_RECORD = history.feature(
    '1.14', 'A record of who changed what, and a feed of it.'
)
HIDDEN_DELETIONS = history.feature(
    '1.15',
    'Inventories that are being deleted leave lists and free their names.',
)
LITERAL_FILTERS = history.feature(
    '1.16',
    'Filters of the extended language are stored as they are written.',
)

TENANTS = history.feature(
    '1.17',
    'Organizations belong to projects; users, teams and roles on objects.',
)

#: {parameter or field of lists: version}, of those after the first version.
LIST_FIELDS = {
    'count': LONG_LISTS,
    'cursor': LONG_LISTS,
    'ansible_facts': FACTS,
    'pending_deletion': BACKGROUND_DELETION,
    'host_filter_language': WIDE_FILTERS,
    'project_id': TENANTS,
    'role_level': TENANTS,
    'domain_id': TENANTS,
}


def hides_pending(req):
    """Tell whether lists leave out inventories that are pending deletion."""
    return req.version >= HIDDEN_DELETIONS
