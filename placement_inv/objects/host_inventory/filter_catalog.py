"""What lists of this family may be filtered and ordered by.

One entity for each kind of row, with the words that AWX has for its fields
and relations. The same catalog serves query parameters and `host_filter`.
"""

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory import activity
from placement_inv.objects.host_inventory import latest
from placement_inv.objects.host_inventory import settings
from placement_inv.objects.host_inventory import summary
from placement_inv.smartfilter import hops

_t = tables.host_inventory

_KINDS = {
    sa.Boolean: smartfilter.Kind.BOOLEAN,
    sa.DateTime: smartfilter.Kind.DATETIME,
    sa.Integer: smartfilter.Kind.INTEGER,
    sa.String: smartfilter.Kind.TEXT,
}


def _fields(table, *names):
    """Return fields that are called as their columns are."""
    return tuple(_field(name, table.c[name]) for name in names)


def _field(name, column):
    kind = next(
        kind
        for type_, kind in _KINDS.items()
        if isinstance(column.type, type_)
    )
    return smartfilter.Field(name, kind, column)


def _common(table):
    return (
        *_fields(table, 'id', 'name', 'description'),
        _field('created', table.c.created_at),
        _field('modified', table.c.updated_at),
        # No rows say who did it; who did it is nobody's to search by.
        smartfilter.Relation('created_by', 'user', sensitive=True),
        smartfilter.Relation('modified_by', 'user', sensitive=True),
    )


def _owner():
    """Return the step to the inventory that a row is in."""
    return smartfilter.Relation(
        'inventory',
        'inventory',
        hops.by_columns('host_inventory_id', _t.host_inventories, 'id'),
    )


def _rows_within(name, target, table):
    """Return the step from an inventory to the rows in it."""
    return smartfilter.Relation(
        name, target, hops.by_columns('id', table, 'host_inventory_id')
    )


def _linked(name, target, link, near, far, table, search_names=()):
    return smartfilter.Relation(
        name, target, hops.by_link(link, near, far, table), search_names
    )


def _entity(name, model, table, *steps, aliases=()):
    return smartfilter.Entity(
        name,
        model,
        table,
        (*_common(table), *steps),
        search=('name', 'description'),
        aliases={'pk': 'id', **dict(aliases)},
    )


def _facts_modified(hosts):
    facts = _t.host_facts.alias()
    return (
        sa.select(facts.c.modified_at)
        .where(facts.c.host_id == hosts.c.id)
        .correlate(hosts)
        .scalar_subquery()
    )


def _totals():
    """Return what inventories count, as fields."""
    for name, count in summary.COUNTS.items():
        yield smartfilter.Field(name, smartfilter.Kind.INTEGER, count)
    yield smartfilter.Field(
        'has_inventory_sources',
        smartfilter.Kind.BOOLEAN,
        lambda table: summary.COUNTS['total_inventory_sources'](table) > 0,
    )


def _last_run():
    """Return what became of the updates of sources, as fields."""
    yield smartfilter.Field('status', smartfilter.Kind.TEXT, latest.status_of)
    for name in ('last_job_run', 'last_updated'):
        yield smartfilter.Field(
            name, smartfilter.Kind.DATETIME, latest.finished_of
        )
    for name in ('last_job_failed', 'last_update_failed'):
        yield smartfilter.Field(
            name, smartfilter.Kind.BOOLEAN, latest.failed_of
        )


def _of_source(name):
    """Return the step from an update to its source."""
    return smartfilter.Relation(
        name,
        'inventory_source',
        hops.by_columns('inventory_source_id', _t.inventory_sources, 'id'),
    )


ORGANIZATION = _entity(
    'organization',
    'Organization',
    _t.organizations,
    *_fields(_t.organizations, 'max_hosts'),
    smartfilter.Relation(
        'inventories',
        'inventory',
        hops.by_columns('id', _t.host_inventories, 'organization_id'),
        search_names=('inventory',),
    ),
)

INVENTORY = _entity(
    'inventory',
    'Inventory',
    _t.host_inventories,
    *_fields(
        _t.host_inventories,
        'kind',
        'host_filter',
        'variables',
        'prevent_instance_group_fallback',
        'pending_deletion',
    ),
    *_totals(),
    smartfilter.Relation(
        'organization',
        'organization',
        hops.by_columns('organization_id', _t.organizations, 'id'),
    ),
    _rows_within('hosts', 'host', _t.hosts),
    _rows_within('groups', 'group', _t.host_groups),
    _rows_within(
        'inventory_sources', 'inventory_source', _t.inventory_sources
    ),
)

HOST = _entity(
    'host',
    'Host',
    _t.hosts,
    *_fields(_t.hosts, 'enabled', 'instance_id', 'variables'),
    smartfilter.Field(
        'ansible_facts_modified', smartfilter.Kind.DATETIME, _facts_modified
    ),
    _owner(),
    _linked(
        'groups',
        'group',
        _t.host_group_hosts,
        'host_id',
        'group_id',
        _t.host_groups,
        search_names=('group',),
    ),
    _linked(
        'inventory_sources',
        'inventory_source',
        _t.inventory_source_hosts,
        'host_id',
        'inventory_source_id',
        _t.inventory_sources,
        search_names=('inventory_source',),
    ),
    smartfilter.Document(
        'ansible_facts',
        _t.host_facts.c.facts,
        hops.by_columns('id', _t.host_facts, 'host_id'),
        in_awx=True,
    ),
    # What people who think of one group have always written.
    aliases={'group': 'groups'},
)

GROUP = _entity(
    'group',
    'Group',
    _t.host_groups,
    *_fields(_t.host_groups, 'variables'),
    _owner(),
    _linked(
        'hosts', 'host', _t.host_group_hosts, 'group_id', 'host_id', _t.hosts
    ),
    _linked(
        'children',
        'group',
        _t.host_group_children,
        'parent_id',
        'child_id',
        _t.host_groups,
    ),
    _linked(
        'parents',
        'group',
        _t.host_group_children,
        'child_id',
        'parent_id',
        _t.host_groups,
    ),
    _linked(
        'inventory_sources',
        'inventory_source',
        _t.inventory_source_groups,
        'group_id',
        'inventory_source_id',
        _t.inventory_sources,
        search_names=('inventory_source',),
    ),
)

SOURCE = _entity(
    'inventory_source',
    'InventorySource',
    _t.inventory_sources,
    *_fields(
        _t.inventory_sources,
        *settings.NAMES,
        'update_on_launch',
        'update_cache_timeout',
    ),
    *_last_run(),
    _owner(),
    _linked(
        'hosts',
        'host',
        _t.inventory_source_hosts,
        'inventory_source_id',
        'host_id',
        _t.hosts,
    ),
    _linked(
        'groups',
        'group',
        _t.inventory_source_groups,
        'inventory_source_id',
        'group_id',
        _t.host_groups,
    ),
)

UPDATE = _entity(
    'inventory_update',
    'InventoryUpdate',
    _t.inventory_updates,
    *_fields(
        _t.inventory_updates,
        *settings.NAMES,
        'launch_type',
        'status',
        'job_explanation',
    ),
    _field('started', _t.inventory_updates.c.started_at),
    _field('finished', _t.inventory_updates.c.finished_at),
    _field('canceled_on', _t.inventory_updates.c.canceled_at),
    smartfilter.Field(
        'failed',
        smartfilter.Kind.BOOLEAN,
        lambda updates: updates.c.status.in_(activity.FAILED),
    ),
    _owner(),
    _of_source('inventory_source'),
    _of_source('unified_job_template'),
)

EVENT = smartfilter.Entity(
    'inventory_update_event',
    'InventoryUpdateEvent',
    _t.inventory_update_events,
    (
        *_fields(
            _t.inventory_update_events,
            'id',
            'counter',
            'start_line',
            'end_line',
            'stdout',
        ),
        _field('created', _t.inventory_update_events.c.created_at),
        _field('modified', _t.inventory_update_events.c.updated_at),
    ),
    search=('stdout',),
    aliases={'pk': 'id'},
)

_ENTITIES = (ORGANIZATION, INVENTORY, HOST, GROUP, SOURCE, UPDATE)


def about(entity):
    """Return the catalog for filters on rows of one entity."""
    return smartfilter.Catalog(
        entity, tuple(other for other in _ENTITIES if other is not entity)
    )


ORGANIZATIONS = about(ORGANIZATION)
INVENTORIES = about(INVENTORY)
HOSTS = about(HOST)
GROUPS = about(GROUP)
SOURCES = about(SOURCE)
UPDATES = about(UPDATE)
EVENTS = about(EVENT)
