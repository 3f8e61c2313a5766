"""The catalog entity of the change log."""

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.filter_catalog import parts

_changes = tables.host_inventory.host_inventory_changes

CHANGE = smartfilter.Entity(
    'activity_stream',
    'ActivityStream',
    _changes,
    (
        *parts.fields(
            _changes,
            'id',
            'operation',
            'actor',
            'request_id',
            'object_id',
        ),
        parts.field('timestamp', _changes.c.created_at),
        parts.field('object1', _changes.c.object_type),
        parts.field('object2', _changes.c.other_type),
        parts.field('object_association', _changes.c.association),
    ),
    search=('actor', 'operation', 'object1'),
    aliases={'pk': 'id'},
)
