"""The catalog entities of inventory sources, updates and events."""

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import sources
from placement_inv.objects.host_inventory.columns import (
    updates as update_columns,
)
from placement_inv.objects.host_inventory.common import latest_updates
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.filter_catalog import constants
from placement_inv.objects.host_inventory.filter_catalog import parts

_t = tables.host_inventory


def _last_update_fields():
    """Yield the fields of sources about their last update."""
    yield smartfilter.Field(
        'status', smartfilter.Kind.TEXT, latest_updates.status_of
    )
    for name in ('last_job_run', 'last_updated'):
        yield smartfilter.Field(
            name, smartfilter.Kind.DATETIME, latest_updates.finished_of
        )
    for name in ('last_job_failed', 'last_update_failed'):
        yield smartfilter.Field(
            name, smartfilter.Kind.BOOLEAN, latest_updates.failed_of
        )


def _newest_update_relations():
    """Yield the relations from a source to its current and last update."""
    for prefix, id_of in (
        ('current', latest_updates.current_of),
        ('last', latest_updates.last_of),
    ):
        for noun in ('job', 'update'):
            yield smartfilter.Relation(
                f'{prefix}_{noun}',
                'inventory_update',
                parts.by_id(_t.inventory_updates, id_of),
            )


def _organization_relation():
    """Return the Relation to the organization of a row's inventory."""
    return smartfilter.Relation(
        'organization',
        'organization',
        parts.by_link(
            _t.host_inventories,
            'id',
            'organization_id',
            _t.organizations,
            near_key='host_inventory_id',
        ),
    )


def _source_relation(name):
    """Return the Relation from an update to its source."""
    return smartfilter.Relation(
        name,
        'inventory_source',
        parts.by_columns('inventory_source_id', _t.inventory_sources, 'id'),
    )


SOURCE = parts.entity(
    'inventory_source',
    'InventorySource',
    _t.inventory_sources,
    sources.COLUMNS,
    *_last_update_fields(),
    *_newest_update_relations(),
    *constants.OF_SOURCES,
    parts.inventory_relation(),
    _organization_relation(),
    parts.relation_by_link(
        'hosts',
        'host',
        _t.inventory_source_hosts,
        'inventory_source_id',
        'host_id',
        _t.hosts,
    ),
    parts.relation_by_link(
        'groups',
        'group',
        _t.inventory_source_groups,
        'inventory_source_id',
        'group_id',
        _t.host_groups,
    ),
)

UPDATE = parts.entity(
    'inventory_update',
    'InventoryUpdate',
    _t.inventory_updates,
    update_columns.COLUMNS,
    parts.field('started', _t.inventory_updates.c.started_at),
    parts.field('finished', _t.inventory_updates.c.finished_at),
    parts.field('canceled_on', _t.inventory_updates.c.canceled_at),
    smartfilter.Field(
        'failed',
        smartfilter.Kind.BOOLEAN,
        lambda updates: updates.c.status.in_(running_updates.FAILED),
    ),
    parts.inventory_relation(),
    _organization_relation(),
    _source_relation('inventory_source'),
    _source_relation('unified_job_template'),
    *constants.OF_UPDATES,
)

EVENT = smartfilter.Entity(
    'inventory_update_event',
    'InventoryUpdateEvent',
    _t.inventory_update_events,
    (
        *parts.fields(
            _t.inventory_update_events,
            'id',
            'counter',
            'start_line',
            'end_line',
            'stdout',
        ),
        parts.field('created', _t.inventory_update_events.c.created_at),
        parts.field('modified', _t.inventory_update_events.c.updated_at),
    ),
    search=('stdout',),
    aliases={'pk': 'id'},
)
