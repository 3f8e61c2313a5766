"""The counters of inventories, and checks of amounts against them.

The counter of an inventory is the sum of the allocations against it. It
changes in the transaction that changes the allocations, by a statement that
does nothing where the counter would exceed the capacity.
"""

import collections
import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import fitting
from placement_inv.objects.placement import resource_class as classes

_inventories = tables.placement.inventories
_classes = tables.placement.resource_classes

_CAPACITY = fitting.capacity(_inventories.c)


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """The counter, the capacity and the units of one inventory."""

    provider_id: int
    class_id: int
    used: int
    capacity: float
    min_unit: int
    max_unit: int
    step_size: int

    @property
    def key(self):
        """The key of the inventory: (provider id, class id)."""
        return self.provider_id, self.class_id

    def fits(self, amount):
        """Tell whether one allocation may be of `amount`."""
        return all(fitting.unit_rules(self, amount))

    def can_grow(self, growth):
        """Tell whether the counter may grow by `growth`.

        A counter that does not grow may exceed the capacity: an inventory
        may have been reduced below its allocations.
        """
        return growth <= 0 or fitting.has_room(
            self.used, growth, self.capacity
        )


def find_limits(ctx, provider_ids, amounts, current):
    """Return {(provider uuid, class name): Limits} for each amount.

    `amounts` are (provider uuid, class name, amount), `provider_ids` maps the
    same UUIDs to ids, whose rows the caller has locked; `current` maps
    (provider id, class id) to the amounts that are replaced. Raises
    UnknownResourceClass, or as `check_amounts`.
    """
    if not amounts:
        return {}
    names = sorted({name for _uuid, name, _amount in amounts})
    limits = _read_limits(ctx, provider_ids, names)
    if any(each[:2] not in limits for each in amounts):
        _require_providers(ctx, amounts, limits)
    check_amounts(limits, amounts, current)
    return limits


_LIMITS = (
    sa.select(
        _classes.c.name,
        _inventories.c.resource_provider_id,
        _inventories.c.resource_class_id,
        _inventories.c.used,
        _CAPACITY,
        _inventories.c.min_unit,
        _inventories.c.max_unit,
        _inventories.c.step_size,
    )
    .join_from(_inventories, _classes)
    .where(
        _inventories.c.resource_provider_id.in_(
            sa.bindparam('of_providers', expanding=True)
        )
    )
    .where(_classes.c.name.in_(sa.bindparam('names', expanding=True)))
)


def _read_limits(ctx, provider_ids, names):
    rows = ctx.connection.execute(
        _LIMITS,
        {'of_providers': sorted(provider_ids.values()), 'names': names},
    )
    uuids = {provider_id: uuid for uuid, provider_id in provider_ids.items()}
    return {(uuids[row[1]], row[0]): Limits(*row[1:]) for row in rows}


def _require_providers(ctx, amounts, limits):
    """Raise for unknown classes, and for providers without inventories.

    Raises UnknownResourceClass or InvalidAllocation.
    """
    names = sorted({name for _uuid, name, _amount in amounts})
    class_ids = classes.find_ids(ctx, names)
    providers = {uuid for uuid, _name in limits}
    provider_uuids = dict.fromkeys(uuid for uuid, _name, _amount in amounts)
    uuids_without = [uuid for uuid in provider_uuids if uuid not in providers]
    if uuids_without:
        raise errors.InvalidAllocation(
            resource_class=', '.join(sorted(names, key=class_ids.get)),
            provider=', '.join(uuids_without),
        )


def check_amounts(limits, amounts, current):
    """Raise InvalidAllocation or a subclass for the first bad amount."""
    sums = collections.Counter()
    for uuid, name, amount in amounts:
        inventory = limits.get((uuid, name))
        if inventory is None:
            error_class = errors.InvalidAllocation
        elif not inventory.fits(amount):
            error_class = errors.ConstraintsViolated
        else:
            key = inventory.key
            sums[key] += amount
            if inventory.can_grow(sums[key] - current.get(key, 0)):
                continue
            error_class = errors.CapacityExceeded
        raise error_class(resource_class=name, provider=uuid)


_KEY = (_inventories.c.resource_provider_id, _inventories.c.resource_class_id)


def _update_counter(provider_id, class_id, delta):
    """Return the statement that adds to one counter that has room for it."""
    return (
        _inventories.update()
        .where(_KEY[0] == provider_id)
        .where(_KEY[1] == class_id)
        .where(
            sa.or_(
                delta <= 0,
                fitting.has_room(_inventories.c.used, delta, _CAPACITY),
            )
        )
        .values(
            used=_inventories.c.used + delta,
            # The inventory itself does not change, so it keeps its time.
            updated_at=_inventories.c.updated_at,
        )
    )


# PERF: built once; to build a statement takes as long as to execute it.
_MOVE = _update_counter(
    sa.bindparam('of_provider'),
    sa.bindparam('of_class'),
    sa.bindparam('delta', type_=sa.BigInteger),
)
_MOVES = dialects.rows_of_arrays(
    {
        'of_provider': _KEY[0].type,
        'of_class': _KEY[1].type,
        'delta': sa.BigInteger,
    }
)
_MOVE_ALL = _update_counter(
    _MOVES.c.of_provider, _MOVES.c.of_class, _MOVES.c.delta
)


def move_counters(ctx, deltas):
    """Add `deltas` ({(provider id, class id): amount}) to the counters.

    Returns whether every counter could move.
    """
    moves = [
        {'of_provider': key[0], 'of_class': key[1], 'delta': delta}
        for key, delta in sorted(deltas.items())
        if delta
    ]
    if not moves:
        return True
    if dialects.accepts_arrays(ctx.connection):
        result = ctx.connection.execute(
            _MOVE_ALL, dialects.group_by_column(moves)
        )
    else:
        result = ctx.connection.execute(_MOVE, moves)
    return result.rowcount == len(moves)
