"""Keyset pagination: pages that begin after a row, not at a number.

Rows that are added or deleted before a page do not shift it.
"""

import datetime
from typing import Any
from typing import NamedTuple

import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors

_LABEL = 'keyset_'
#: The largest number in an integer column.
_LARGEST = 2**63 - 1


class Place(NamedTuple):
    """The place after a row: the row's values in the columns of the order.

    Without values, it is the place before all rows.
    """

    values: tuple[Any, ...] = ()


def find_rows_after(ctx, select, keys, place, size):
    """Return (at most `size` rows as dicts, the Place after them or None).

    `keys` are the (column, is descending) pairs of an order in which no two
    rows are equal. The Place is None at the end of the list. Raises
    InvalidFilter for an order that `is_possible` rejects, and InvalidCursor
    for a Place that does not fit the order.
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
    # One row more tells whether there is another page.
    found_rows = ctx.connection.execute(select.limit(size + 1)).mappings()
    rows = [dict(row) for row in found_rows]
    has_more = len(rows) > size
    rows = rows[:size]
    places = [tuple(row.pop(name) for name in names) for row in rows]
    return tuple(rows), Place(places[-1]) if has_more else None


def is_possible(keys):
    """Tell whether an order consists of columns that are never NULL."""
    return all(
        isinstance(column, sa.Column) and not column.nullable
        for column, _descending in keys
    )


def _is_after(keys, values):
    """Return the condition that a row comes after some sort values."""
    alternatives, equal = [], []
    for (column, descending), value in zip(keys, values, strict=True):
        after = column < value if descending else column > value
        alternatives.append(sa.and_(*equal, after))
        equal.append(column == value)
    return sa.or_(*alternatives)


def _parse_values(keys, values):
    """Return the values of a cursor in the types of the columns."""
    if len(keys) != len(values):
        raise errors.InvalidCursor()
    return [
        _parse_value(column, value)
        for (column, _descending), value in zip(keys, values, strict=True)
    ]


def _parse_value(column, value):
    type_ = column.type.python_type
    if type_ is datetime.datetime and isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError as error:
            raise errors.InvalidCursor() from error
    if type(value) is not type_:
        raise errors.InvalidCursor()
    if type_ is int and abs(value) > _LARGEST:
        raise errors.InvalidCursor()
    if type_ is str and '\0' in value:
        raise errors.InvalidCursor()
    return sa.literal(value, column.type)
