"""The rows of inventories: read and written, of many providers at once.

Every function costs as many statements for many providers as for one. Who
calls one of those that writers use holds the locks of the providers.
"""

import dataclasses
import datetime
import logging

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import fitting
from placement_inv.objects.placement import provider as providers
from placement_inv.objects.placement import resource_class as classes

LOG = logging.getLogger(__name__)

_inventories = tables.placement.inventories
_classes = tables.placement.resource_classes
_allocations = tables.placement.allocations

#: The largest number in an integer column, and so in a body.
MAX_INT = 2**31 - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Inventory:
    """How much of a class there is, and in what portions it goes."""

    resource_class: str
    total: int
    reserved: int = 0
    min_unit: int = 1
    max_unit: int = MAX_INT
    step_size: int = 1
    allocation_ratio: float = 1.0
    #: None for one that no row stands for yet.
    updated_at: datetime.datetime | None = dataclasses.field(
        default=None, compare=False
    )

    @property
    def capacity(self):
        """What can be allocated, with the fraction that nobody can use."""
        return fitting.capacity(self)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """An inventory with what only its row knows."""

    class_id: int
    used: int
    #: Whether anything is allocated of it, whatever the counter says.
    is_held: bool
    inventory: Inventory


_INVENTORY = (
    _classes.c.name,
    *(_inventories.c[name] for name in fitting.AMOUNTS),
    _inventories.c.updated_at,
)

# PERF: made once; to put a statement together takes as long as to send it.
_OF_PROVIDER = providers.join_belongings(
    _INVENTORY,
    _inventories.join(_classes),
    order=_inventories.c.resource_class_id,
)
_CURRENT = (
    sa.select(
        _inventories.c.resource_provider_id,
        _inventories.c.resource_class_id,
        _inventories.c.used,
        sa.exists()
        .where(
            _allocations.c.resource_provider_id
            == _inventories.c.resource_provider_id,
            _allocations.c.resource_class_id
            == _inventories.c.resource_class_id,
        )
        .label('is_held'),
        *_INVENTORY,
    )
    .join_from(_inventories, _classes)
    .where(
        _inventories.c.resource_provider_id.in_(
            sa.bindparam('of_providers', expanding=True)
        )
    )
    .order_by(_inventories.c.resource_class_id)
)


def read(ctx, provider_uuid):
    """Return a provider and its inventories."""
    provider, rows = providers.find_with_belongings(
        ctx, _OF_PROVIDER, provider_uuid
    )
    return provider, [Inventory(*row) for row in rows]


def current(ctx, of_providers):
    """Return {provider id: {class name: Row}}, for writers."""
    ids = sorted(each.id for each in of_providers)
    rows = ctx.connection.execute(_CURRENT, {'of_providers': ids})
    found = {provider_id: {} for provider_id in ids}
    for provider_id, class_id, used, is_held, name, *amounts in rows:
        found[provider_id][name] = Row(
            class_id, used, is_held, Inventory(name, *amounts)
        )
    return found


def put(ctx, wanted, rows):
    """Write inventories that are not as they should be in `rows` already.

    `wanted` are (provider, its inventories), `rows` is what is `current`.
    """
    new, changed = [], []
    for provider, inventories in wanted:
        for each in inventories:
            row = rows[provider.id].get(each.resource_class)
            if row is None:
                new.append((provider, each))
            elif each != row.inventory:
                changed.append((provider, each, row))
    insert(ctx, new)
    update(ctx, changed)


def remove_others(ctx, wanted, rows):
    """Delete those of `rows` that are of none of the classes to keep."""
    gone = []
    for provider, inventories in wanted:
        kept = {each.resource_class for each in inventories}
        there = rows[provider.id].items()
        gone.append(
            (provider, [row for name, row in there if name not in kept])
        )
    delete(ctx, gone)


def insert(ctx, new):
    """Add inventories, given as (provider, inventory)."""
    if not new:
        return
    names = [inventory.resource_class for _provider, inventory in new]
    class_ids = classes.ids(ctx, names)
    ctx.connection.execute(
        _inventories.insert(),
        [
            {
                'resource_provider_id': provider.id,
                'resource_class_id': class_ids[inventory.resource_class],
                'used': 0,
                **_amounts(inventory),
            }
            for provider, inventory in new
        ],
    )


def update(ctx, changed):
    """Change inventories, given as (provider, inventory, its Row)."""
    if not changed:
        return
    for provider, inventory, row in changed:
        if row.used > inventory.capacity:
            LOG.warning(
                'Resource provider %s is now over-capacity for %s',
                provider.uuid,
                inventory.resource_class,
            )
    ctx.connection.execute(
        _UPDATE,
        [
            {
                'of_provider': provider.id,
                'of_class': row.class_id,
                **_amounts(inventory),
            }
            for provider, inventory, row in changed
        ],
    )


_UPDATE = (
    _inventories.update()
    .where(_inventories.c.resource_provider_id == sa.bindparam('of_provider'))
    .where(_inventories.c.resource_class_id == sa.bindparam('of_class'))
)
# The first condition says nothing that the second does not: it is for
# databases that would look for pairs in all of the table.
_DELETE = _inventories.delete().where(
    _inventories.c.resource_provider_id.in_(
        sa.bindparam('of_providers', expanding=True)
    ),
    sa.tuple_(
        _inventories.c.resource_provider_id, _inventories.c.resource_class_id
    ).in_(sa.bindparam('keys', expanding=True)),
)


def delete(ctx, gone):
    """Delete inventories, given as (provider, their Rows); none is in use."""
    for provider, rows in gone:
        in_use = [
            row.inventory.resource_class
            for row in rows
            if row.used or row.is_held
        ]
        if in_use:
            raise errors.InventoryInUse(
                resource_classes=', '.join(sorted(in_use)),
                provider=provider.uuid,
            )
    keys = [
        (provider.id, row.class_id) for provider, rows in gone for row in rows
    ]
    if not keys:
        return
    ids = sorted({provider_id for provider_id, _class in keys})
    try:
        ctx.connection.execute(
            _DELETE, {'of_providers': ids, 'keys': sorted(keys)}
        )
    except db_exception.DBReferenceError as error:
        raise errors.ProviderChanged() from error


def _amounts(inventory):
    return {name: getattr(inventory, name) for name in fitting.AMOUNTS}
