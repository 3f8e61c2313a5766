"""A page of what is costly to find: found once, for its rows and the count."""

import sqlalchemy as sa
from sqlalchemy.sql import operators


def rows(ctx, table, select, order, size, offset):
    """Return (mappings of a page of a select, how many rows it has in all).

    The select is from the table; (), 0 behind its last row.
    """
    found = _found(table, select, order, size, offset)
    statement = (
        sa.select(*select.selected_columns, found.c.total)
        .join_from(found, table, table.c.id == found.c.found_id)
        .order_by(*_order(order, found))
    )
    page = tuple(ctx.connection.execute(statement).mappings())
    return page, page[0]['total'] if page else 0


def _found(table, select, order, size, offset):
    """Return the ids of a page, what they are ordered by, and the count.

    Wide columns would be carried along through the counting.
    """
    return (
        select.with_only_columns(
            table.c.id.label('found_id'),
            *(_value(key).label(_name(n)) for n, key in enumerate(order)),
            sa.func.count().over().label('total'),
            maintain_column_froms=True,
        )
        .order_by(*order)
        .limit(size)
        .offset(offset)
        .subquery()
    )


def _order(order, found):
    for number, key in enumerate(order):
        column = found.c[_name(number)]
        yield column.desc() if _is_down(key) else column.asc()


def _name(number):
    return f'key_{number}'


def _value(key):
    return key.element if _is_directed(key) else key


def _is_directed(key):
    modifier = getattr(key, 'modifier', None)
    return modifier in (operators.asc_op, operators.desc_op)


def _is_down(key):
    return getattr(key, 'modifier', None) is operators.desc_op
