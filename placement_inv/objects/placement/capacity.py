"""What allocations do to inventories: the counters and their limits.

The counter of an inventory is the sum of the allocations against it. It
changes in the transaction that changes them, by a statement that does
nothing where it would exceed the capacity.
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
    """What one inventory can still carry."""

    provider_id: int
    class_id: int
    used: int
    capacity: float
    min_unit: int
    max_unit: int
    step_size: int

    @property
    def key(self):
        """The inventory's place: provider and class."""
        return self.provider_id, self.class_id

    def fits(self, amount):
        """Tell whether the inventory gives portions of `amount`."""
        return all(fitting.unit_rules(self, amount))

    def carries(self, growth):
        """Tell whether the counter may grow so much.

        A counter that does not grow is never too large: whoever gives back
        from an inventory that was shrunk makes it better, or at least not
        worse.
        """
        return growth <= 0 or fitting.has_room(
            self.used, growth, self.capacity
        )


def limits(ctx, provider_ids, wanted, released):
    """Return {(provider uuid, class name): Limits} for each wanted amount.

    `wanted` are (provider uuid, class name, amount), `provider_ids` maps the
    same UUIDs to ids whose rows the caller has locked; `released` maps
    (provider id, class id) to what is given back. Raises what is wrong with
    the first amount that no inventory, or not this one, can give.
    """
    if not wanted:
        return {}
    names = sorted({name for _uuid, name, _amount in wanted})
    found = _read(ctx, provider_ids, names)
    if any(each[:2] not in found for each in wanted):
        _require_providers(ctx, wanted, found)
    check(found, wanted, released)
    return found


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


def _read(ctx, provider_ids, names):
    rows = ctx.connection.execute(
        _LIMITS,
        {'of_providers': sorted(provider_ids.values()), 'names': names},
    )
    uuids = {provider_id: uuid for uuid, provider_id in provider_ids.items()}
    return {(uuids[row[1]], row[0]): Limits(*row[1:]) for row in rows}


def _require_providers(ctx, wanted, found):
    """Raise for unknown classes, and for providers without any inventory."""
    names = sorted({name for _uuid, name, _amount in wanted})
    classes.ids(ctx, names)
    providers = {uuid for uuid, _name in found}
    named = dict.fromkeys(uuid for uuid, _name, _amount in wanted)
    without_any = [uuid for uuid in named if uuid not in providers]
    if without_any:
        raise errors.InvalidAllocation(
            resource_class=', '.join(names), provider=', '.join(without_any)
        )


def check(found, wanted, released):
    """Raise what is wrong with the first amount that cannot be given."""
    taken = collections.Counter()
    for uuid, name, amount in wanted:
        inventory = found.get((uuid, name))
        if inventory is None:
            refusal = errors.InvalidAllocation
        elif not inventory.fits(amount):
            refusal = errors.ConstraintsViolated
        else:
            key = inventory.key
            taken[key] += amount
            if inventory.carries(taken[key] - released.get(key, 0)):
                continue
            refusal = errors.CapacityExceeded
        raise refusal(resource_class=name, provider=uuid)


_KEY = (_inventories.c.resource_provider_id, _inventories.c.resource_class_id)


def _moving(provider_id, class_id, delta):
    """Return the statement that moves one counter where that is possible."""
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
            # The inventory is what it was; its last change stays its own.
            updated_at=_inventories.c.updated_at,
        )
    )


# PERF: made once; see `consumers`.
_MOVE = _moving(
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
_MOVE_ALL = _moving(_MOVES.c.of_provider, _MOVES.c.of_class, _MOVES.c.delta)


def move(ctx, deltas):
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
    if dialects.takes_arrays(ctx.connection):
        result = ctx.connection.execute(_MOVE_ALL, dialects.by_column(moves))
    else:
        result = ctx.connection.execute(_MOVE, moves)
    return result.rowcount == len(moves)
