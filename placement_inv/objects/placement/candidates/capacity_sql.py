"""Builders of the selects that find capacity: inventories, demands, trees."""

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.objects.placement import fitting
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters

_inventories = tables.placement.inventories
# PERF: building an alias is slow, so each place that needs one keeps it.
_member = tables.placement.resource_providers.alias('member')
_room = _inventories.alias('room')
_part = _inventories.alias('part')
_any = _inventories.alias('any')

_CAPACITY = fitting.capacity(_inventories.c)
_NO_LIMIT = 2**31 - 1
#: The number of classes whose bits fit into one integer on every database.
CLASSES_PER_SELECT = 30


def fits(inventory, class_id, amounts):
    """Return a condition: an inventory has room for all amounts at once."""
    # In the SQL type of the columns: no amount exceeds it.
    return sa.and_(
        inventory.c.resource_class_id == class_id,
        *fitting.conditions_together(inventory.c, amounts),
    )


def has_room(provider_conditions, provider, amounts_by_class):
    """Add a condition: a provider has room for amounts of each class.

    `amounts_by_class` are (class id, amounts) pairs.
    """
    first = rarest(class_id for class_id, _amounts in amounts_by_class)
    provider_conditions.add_hint(_has_one_of(provider, first))
    # PERF: as `conditions.lookup`.
    room = (
        sa.select(sa.literal_column('1'))
        .where(_room.c.resource_provider_id == provider)
        .where(_one_of(_room, amounts_by_class))
        .group_by(_room.c.resource_provider_id)
        .having(sa.func.count() == len(amounts_by_class))
        .scalar_subquery()
    )
    provider_conditions.append(room.is_not(None))


def rarest(class_ids):
    """Return the class that probably the fewest providers have, in a list."""
    # Classes that many providers have were created first.
    return [max(class_ids)]


def _has_one_of(provider, class_ids):
    return sa.and_(
        _any.c.resource_provider_id == provider,
        _any.c.resource_class_id.in_(class_ids),
    )


def _one_of(inventory, amounts_by_class):
    return sa.or_(*(fits(inventory, *pair) for pair in amounts_by_class))


def _amounts(resources):
    return [(class_id, (amount,)) for class_id, amount in resources]


def select_granular(demand, provider, provider_conditions, extra_columns=()):
    """Return a select: providers that meet a granular demand alone.

    The columns are those of `select_spread`; mask and bits are always 0.
    """
    if demand.resources:
        has_room(
            provider_conditions, provider.c.id, _amounts(demand.resources)
        )
    return sa.select(
        provider.c.root_provider_id,
        provider.c.id,
        sa.literal_column('0'),
        sa.literal_column('0'),
        *extra_columns,
    ).where(*provider_conditions)


def select_spread(demand, provider, provider_conditions, extra_columns=()):
    """Yield selects: providers with room for some class of a demand.

    Columns: root, provider, mask of the required traits it has, bits of the
    classes it has room for, counted from the first class of this select;
    then `extra_columns`.
    """
    for start in range(0, len(demand.resources), CLASSES_PER_SELECT):
        resources = demand.resources[start : start + CLASSES_PER_SELECT]
        has_any_class = _has_one_of(
            provider.c.id, [pair[0] for pair in resources]
        )
        parts = (
            sa.select(
                provider.c.root_provider_id,
                provider.c.id,
                filters.mask(demand, provider.c.id).label('mask'),
                _bits(provider.c.id, resources).label('bits'),
                *extra_columns,
            )
            .where(*provider_conditions, sa.exists().where(has_any_class))
            # PERF: without a limit the planner would compute the bits twice:
            # to compare them, and to return them.
            .limit(_NO_LIMIT)
            .subquery()
        )
        yield sa.select(parts).where(parts.c.bits.is_not(None))


def _bits(provider, resources):
    """Return an expression: the bits of a provider; NULL for none."""
    bit = sa.case(
        {
            class_id: sa.literal_column(str(1 << number))
            for number, (class_id, _amount) in enumerate(resources)
        },
        value=_part.c.resource_class_id,
    )
    return (
        # The sum of integers is a decimal on MariaDB.
        sa.select(sa.cast(sa.func.sum(bit), sa.BigInteger))
        .where(_part.c.resource_provider_id == provider)
        .where(_one_of(_part, _amounts(resources)))
        .scalar_subquery()
    )


def select_stock(class_id, least):
    """Return (select, its column of providers): the free amounts of a class.

    Columns: class, provider, free amount, largest unit; only providers with
    room for `least`.
    """
    free = dialects.whole(_CAPACITY) - _inventories.c.used
    select = sa.select(
        _inventories.c.resource_class_id,
        _inventories.c.resource_provider_id,
        free,
        _inventories.c.max_unit,
    ).where(
        _inventories.c.resource_class_id == class_id,
        fitting.has_room(_inventories.c.used, sa.literal(least), _CAPACITY),
    )
    return select, _inventories.c.resource_provider_id


def tree_has_room(root, demand, class_id):
    """Return a condition: some provider of a tree meets (part of) a demand.

    `class_id` is the part; None is a granular demand as a whole.
    """
    resources = [
        pair for pair in demand.resources if class_id in (None, pair[0])
    ]
    inside = conditions.Conditions(_member.c.root_provider_id == root)
    filters.add_demand(
        inside, demand, _member.c.id, _member.c.root_provider_id
    )
    if resources:
        has_room(inside, _member.c.id, _amounts(resources))
    return conditions.lookup(*inside).is_not(None)
