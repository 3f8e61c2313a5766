"""Pages that begin behind a row, whatever comes or goes before it."""

import datetime
from typing import Any
from typing import NamedTuple

import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors

_LABEL = 'keyset_'
#: What the columns of ids and numbers hold.
_LARGEST = 2**63 - 1


class Place(NamedTuple):
    """A place behind a row: what the row has in the columns of the order.

    No values stand for the place before all rows.
    """

    values: tuple[Any, ...] = ()


def find_rows_after(ctx, select, keys, place, size):
    """Return some rows as dicts, and the place behind them or None.

    `keys` are the (column, is descending) pairs of an order in which no two
    rows are equal. There is no place behind the last row of all.
    """
    if not is_possible(keys):
        raise errors.InvalidFilter(
            reason='A cursor follows the order of fields that rows have '
            'themselves and always.'
        )
    names = [f'{_LABEL}{number}' for number in range(len(keys))]
    select = select.add_columns(
        *(
            column.label(name)
            for (column, _descending), name in zip(keys, names, strict=True)
        )
    ).order_by(
        *(
            column.desc() if descending else column.asc()
            for column, descending in keys
        )
    )
    if place.values:
        select = select.where(
            _is_after(keys, _parse_values(keys, place.values))
        )
    found = ctx.connection.execute(select.limit(size + 1)).mappings().all()
    shown = [dict(row) for row in found[:size]]
    there = [tuple(row.pop(name) for name in names) for row in shown]
    more = len(found) > size
    return tuple(shown), Place(there[-1]) if more else None


def is_possible(keys):
    """Tell whether a place can be told from the values of an order."""
    return all(
        isinstance(column, sa.Column) and not column.nullable
        for column, _descending in keys
    )


def _is_after(keys, values):
    """Return the condition of rows that come after one with such values."""
    alternatives, before = [], []
    for (column, descending), value in zip(keys, values, strict=True):
        after = column < value if descending else column > value
        alternatives.append(sa.and_(*before, after))
        before.append(column == value)
    return sa.or_(*alternatives)


def _parse_values(keys, values):
    """Return what a client sent back, as the columns hold it."""
    if len(keys) != len(values):
        raise errors.InvalidCursor()
    return [
        _parse_value(column, value)
        for (column, _descending), value in zip(keys, values, strict=True)
    ]


def _parse_value(column, value):
    wanted = column.type.python_type
    if wanted is datetime.datetime and isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError as error:
            raise errors.InvalidCursor() from error
    if type(value) is not wanted:
        raise errors.InvalidCursor()
    if wanted is int and abs(value) > _LARGEST:
        raise errors.InvalidCursor()
    if wanted is str and '\0' in value:
        raise errors.InvalidCursor()
    return sa.literal(value, column.type)
