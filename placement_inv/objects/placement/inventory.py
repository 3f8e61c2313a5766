"""Inventories: the amount of one resource class at one provider."""

import dataclasses
import datetime
import logging

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider as providers
from placement_inv.objects.placement import resource_class as classes

LOG = logging.getLogger(__name__)

_inventories = tables.placement.inventories
_classes = tables.placement.resource_classes

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
        return (self.total - self.reserved) * self.allocation_ratio


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """An inventory with what only its row knows."""

    class_id: int
    used: int
    inventory: Inventory


#: The columns that a client sets.
_AMOUNTS = (
    'total',
    'reserved',
    'min_unit',
    'max_unit',
    'step_size',
    'allocation_ratio',
)

_SELECT = sa.select(
    _inventories.c.resource_class_id,
    _inventories.c.used,
    _classes.c.name,
    *(_inventories.c[name] for name in _AMOUNTS),
    _inventories.c.updated_at,
).join_from(_inventories, _classes)


_OF_PROVIDER = _SELECT.where(
    _inventories.c.resource_provider_id == sa.bindparam('of_provider')
).order_by(_inventories.c.resource_class_id)


def current(ctx, provider):
    """Return the rows of a provider by the names of their classes."""
    rows = ctx.connection.execute(_OF_PROVIDER, {'of_provider': provider.id})
    return {
        name: _Row(class_id, used, Inventory(name, *amounts))
        for class_id, used, name, *amounts in rows
    }


@transactions.reader
def list_of(ctx, provider_uuid):
    """Return a provider and its inventories."""
    provider = providers.find(ctx, provider_uuid)
    rows = current(ctx, provider).values()
    return provider, [row.inventory for row in rows]


@transactions.reader
def get(ctx, provider_uuid, resource_class):
    """Return a provider and its inventory of one class."""
    provider = providers.find(ctx, provider_uuid)
    row = current(ctx, provider).get(resource_class)
    if row is None:
        raise errors.InventoryNotFound(
            resource_class=resource_class, provider=provider_uuid
        )
    return provider, row.inventory


@transactions.writer
def replace(
    ctx, provider_uuid, generation, inventories, may_reserve_all=False
):
    """Make `inventories` all that a provider has; return it and them.

    `generation` is the one that the client knows, None where it named none.
    Nothing else must have written to the provider since: a stale generation
    and a writer that came between are both a ConcurrentUpdate.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.expect(provider, generation)
    for wanted in inventories:
        _check_capacity(provider, wanted, may_reserve_all)
    provider = providers.advance(ctx, provider)
    rows = current(ctx, provider)
    remove_others(ctx, provider, inventories, rows)
    put(ctx, provider, inventories, rows)
    return provider, inventories


def put(ctx, provider, inventories, rows):
    """Write inventories that are not as they should be in `rows` already."""
    new = [each for each in inventories if each.resource_class not in rows]
    changed = [
        each
        for each in inventories
        if each.resource_class in rows
        and each != rows[each.resource_class].inventory
    ]
    _insert(ctx, provider, new)
    _update(ctx, provider, changed, rows)


def remove_others(ctx, provider, inventories, rows):
    """Delete those of `rows` that are of none of the classes to keep."""
    kept = {each.resource_class for each in inventories}
    _delete(
        ctx,
        provider,
        {name: row for name, row in rows.items() if name not in kept},
    )


@transactions.writer
def create(ctx, provider_uuid, inventory, may_reserve_all=False):
    """Add an inventory of one more class; return the provider."""
    provider = providers.lock(ctx, provider_uuid)
    _check_capacity(provider, inventory, may_reserve_all)
    provider = providers.advance(ctx, provider)
    try:
        _insert(ctx, provider, [inventory])
    except db_exception.DBDuplicateEntry as error:
        raise errors.InventoryExists(
            resource_class=inventory.resource_class, provider=provider_uuid
        ) from error
    return provider


@transactions.writer
def update(ctx, provider_uuid, generation, inventory, may_reserve_all=False):
    """Change the inventory of one class; return the provider."""
    provider = providers.find(ctx, provider_uuid)
    providers.expect(provider, generation)
    _check_capacity(provider, inventory, may_reserve_all)
    provider = providers.advance(ctx, provider)
    rows = current(ctx, provider)
    if inventory.resource_class not in rows:
        classes.find(ctx, inventory.resource_class)
        raise errors.UnknownInventory(resource_class=inventory.resource_class)
    _update(ctx, provider, [inventory], rows)
    return provider


@transactions.writer
def delete(ctx, provider_uuid, resource_class):
    """Delete the inventory of one class."""
    provider = providers.lock(ctx, provider_uuid)
    rows = current(ctx, provider)
    if resource_class not in rows:
        classes.find(ctx, resource_class)
        raise errors.InventoryNotFound(
            resource_class=resource_class, provider=provider_uuid
        )
    _delete(ctx, provider, {resource_class: rows[resource_class]})
    providers.advance(ctx, provider)


def _check_capacity(provider, inventory, may_reserve_all):
    """Raise where an inventory leaves nothing, or less, to allocate."""
    if inventory.capacity <= -1 and may_reserve_all:
        kind = errors.NegativeInventoryCapacity
    elif inventory.capacity < 1 and not may_reserve_all:
        kind = errors.InvalidInventoryCapacity
    else:
        return
    raise kind(resource_class=inventory.resource_class, provider=provider.uuid)


def _delete(ctx, provider, gone):
    """Delete the rows in `gone` (by class name), none of them in use."""
    if not gone:
        return
    in_use = [name for name, row in gone.items() if row.used]
    if in_use:
        raise _in_use(provider, in_use)
    class_ids = [row.class_id for row in gone.values()]
    try:
        ctx.connection.execute(
            _inventories.delete()
            .where(_inventories.c.resource_provider_id == provider.id)
            .where(_inventories.c.resource_class_id.in_(class_ids))
        )
    except db_exception.DBReferenceError as error:
        raise _in_use(provider, gone) from error


def _in_use(provider, names):
    return errors.InventoryInUse(
        resource_classes=', '.join(sorted(names)), provider=provider.uuid
    )


def _insert(ctx, provider, new):
    if not new:
        return
    class_ids = classes.ids(ctx, [each.resource_class for each in new])
    ctx.connection.execute(
        _inventories.insert(),
        [
            {
                'resource_provider_id': provider.id,
                'resource_class_id': class_ids[each.resource_class],
                'used': 0,
                **_amounts(each),
            }
            for each in new
        ],
    )


def _update(ctx, provider, changed, rows):
    """Give `rows` the amounts in `changed`."""
    if not changed:
        return
    for each in changed:
        if rows[each.resource_class].used > each.capacity:
            LOG.warning(
                'Resource provider %s is now over-capacity for %s',
                provider.uuid,
                each.resource_class,
            )
    ctx.connection.execute(
        _inventories.update()
        .where(_inventories.c.resource_provider_id == provider.id)
        .where(
            _inventories.c.resource_class_id == sa.bindparam('of_class_id')
        ),
        [
            {
                'of_class_id': rows[each.resource_class].class_id,
                **_amounts(each),
            }
            for each in changed
        ],
    )


def _amounts(inventory):
    return {name: getattr(inventory, name) for name in _AMOUNTS}
