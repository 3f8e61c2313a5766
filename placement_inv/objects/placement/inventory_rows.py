"""Reads and writes the rows of inventories, for many providers at once.

The number of statements does not depend on the number of providers. The
callers of functions that write, and of `find_rows`, have locked the providers.
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
    """The total amount of a class, and the amounts that can be allocated."""

    resource_class: str
    total: int
    reserved: int = 0
    min_unit: int = 1
    max_unit: int = MAX_INT
    step_size: int = 1
    allocation_ratio: float = 1.0
    #: None for an inventory that is not written yet.
    updated_at: datetime.datetime | None = dataclasses.field(
        default=None, compare=False
    )

    @property
    def capacity(self):
        """The amount that can be allocated, with a fraction of a unit."""
        return fitting.capacity(self)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """An inventory with the other columns of its row."""

    class_id: int
    used: int
    #: Whether allocations of the inventory exist, even if the counter is 0.
    is_held: bool
    inventory: Inventory


_INVENTORY = (
    _classes.c.name,
    *(_inventories.c[name] for name in fitting.AMOUNTS),
    _inventories.c.updated_at,
)

# PERF: built once; to build a statement takes as long as to execute it.
_OF_PROVIDER = providers.join_belongings(
    _INVENTORY,
    _inventories.join(_classes),
    order=_inventories.c.resource_class_id,
)
_ROWS = (
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


def read_of_provider(ctx, provider_uuid):
    """Return a provider and its inventories; ResourceProviderNotFound."""
    provider, rows = providers.find_with_belongings(
        ctx, _OF_PROVIDER, provider_uuid
    )
    return provider, [Inventory(*row) for row in rows]


def find_rows(ctx, of_providers):
    """Return {provider id: {class name: Row}}, for writers."""
    ids = sorted(each.id for each in of_providers)
    rows = ctx.connection.execute(_ROWS, {'of_providers': ids})
    rows_by_provider = {provider_id: {} for provider_id in ids}
    for provider_id, class_id, used, is_held, name, *amounts in rows:
        rows_by_provider[provider_id][name] = Row(
            class_id, used, is_held, Inventory(name, *amounts)
        )
    return rows_by_provider


def write(ctx, inventories_by_provider, rows):
    """Insert inventories, or update those that differ from their rows.

    `inventories_by_provider` are (Provider, its inventories) pairs, `rows` is
    the result of `find_rows`. Raises UnknownResourceClass.
    """
    new, changes = [], []
    for provider, inventories in inventories_by_provider:
        for each in inventories:
            row = rows[provider.id].get(each.resource_class)
            if row is None:
                new.append((provider, each))
            elif each != row.inventory:
                changes.append((provider, each, row))
    insert(ctx, new)
    update(ctx, changes)


def delete_others(ctx, inventories_by_provider, rows):
    """Delete the rows of classes that no given inventory has."""
    rows_by_provider = []
    for provider, inventories in inventories_by_provider:
        names = {each.resource_class for each in inventories}
        current = rows[provider.id].items()
        rows_by_provider.append(
            (provider, [row for name, row in current if name not in names])
        )
    delete(ctx, rows_by_provider)


def insert(ctx, new):
    """Insert inventories, given as (Provider, Inventory) pairs.

    Raises UnknownResourceClass.
    """
    if not new:
        return
    names = [inventory.resource_class for _provider, inventory in new]
    class_ids = classes.find_ids(ctx, names)
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


def update(ctx, changes):
    """Update inventories, given as (Provider, Inventory, its Row)."""
    if not changes:
        return
    for provider, inventory, row in changes:
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
            for provider, inventory, row in changes
        ],
    )


_UPDATE = (
    _inventories.update()
    .where(_inventories.c.resource_provider_id == sa.bindparam('of_provider'))
    .where(_inventories.c.resource_class_id == sa.bindparam('of_class'))
)
# The first condition follows from the second. It is for databases that have no
# index for pairs, and would read the whole table.
_DELETE = _inventories.delete().where(
    _inventories.c.resource_provider_id.in_(
        sa.bindparam('of_providers', expanding=True)
    ),
    sa.tuple_(
        _inventories.c.resource_provider_id, _inventories.c.resource_class_id
    ).in_(sa.bindparam('keys', expanding=True)),
)


def delete(ctx, rows_by_provider):
    """Delete inventories, given as (Provider, Rows) pairs.

    Raises InventoryInUse where one has allocations, ProviderChanged where
    another transaction allocates meanwhile.
    """
    for provider, rows in rows_by_provider:
        in_use = [
            row.inventory.resource_class
            for row in sorted(rows, key=lambda row: row.class_id)
            if row.used or row.is_held
        ]
        if in_use:
            raise errors.InventoryInUse(
                resource_classes=', '.join(in_use),
                provider=provider.uuid,
            )
    keys = [
        (provider.id, row.class_id)
        for provider, rows in rows_by_provider
        for row in rows
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
