"""Whether an inventory can give an amount: the one rule of capacity and units.

The functions take numbers or SQL expressions alike: Python compares the one,
and SQLAlchemy turns the same lines into a condition of the other. OpenStack
Placement defines the rule: an inventory gives `amount` where

* `used + amount` does not exceed `(total - reserved) * allocation_ratio`,
* `amount` lies between `min_unit` and `max_unit`, both included,
* `amount` is a multiple of `step_size`.
"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

#: The columns of an inventory that a client sets.
AMOUNTS = (
    'total',
    'reserved',
    'min_unit',
    'max_unit',
    'step_size',
    'allocation_ratio',
)


def capacity(inventory):
    """Return the amount that an inventory can give in total.

    `inventory` has the attributes `total`, `reserved`, `allocation_ratio`. A
    fraction of a unit is part of the result, though it cannot be allocated.
    """
    return (inventory.total - inventory.reserved) * inventory.allocation_ratio


def has_room(used, growth, limit):
    """Tell whether a counter may grow by `growth`, up to a capacity."""
    return used + growth <= limit


def unit_rules(inventory, amount):
    """Return the rules of `min_unit`, `max_unit` and `step_size`: a tuple."""
    return (
        *unit_bounds(inventory, amount, amount),
        is_whole_steps(inventory, amount),
    )


def unit_bounds(inventory, smallest, largest):
    """Return the rules of `min_unit` and `max_unit`, in a tuple.

    `smallest` is the smallest of the amounts that are allocated together,
    `largest` their sum.
    """
    return inventory.min_unit <= smallest, inventory.max_unit >= largest


def is_whole_steps(inventory, amount):
    """Tell whether an amount is a multiple of `step_size`."""
    return amount % inventory.step_size == 0


def conditions(inventory, amount):
    """Return the conditions for an inventory to give an amount, in a list.

    `inventory` has the columns of a table, `amount` is an SQL expression.
    """
    return [
        has_room(inventory.used, amount, capacity(inventory)),
        *unit_rules(inventory, amount),
    ]


def conditions_together(inventory, amounts):
    """Return the conditions for an inventory to give several amounts at once.

    `amounts` are integers. The sum needs room, and may not exceed `max_unit`;
    each of them has to be a whole number of steps.
    """
    total = sa.literal(sum(amounts))
    steps = [
        is_whole_steps(inventory, sa.literal(amount))
        for amount in sorted(set(amounts))
    ]
    return [
        has_room(inventory.used, total, capacity(inventory)),
        *unit_bounds(inventory, sa.literal(min(amounts)), total),
        *steps,
    ]


def postgresql_text(inventory, amount):
    """Return `conditions` as text for a statement that psycopg executes.

    `inventory` are the columns of a table, `amount` is the text of an
    integer expression.
    """
    expression = sa.literal_column(amount, sa.Integer)
    condition = sa.and_(*conditions(inventory, expression))
    return str(
        condition.compile(
            dialect=postgresql.psycopg.dialect(),
            compile_kwargs={'literal_binds': True},
        )
    )
