"""A page of what is costly to find: found once, for its rows and the count."""

import sqlalchemy as sa
from sqlalchemy.sql import operators


def find_rows(ctx, table, select, order, size, offset):
    """Return (mappings of a page of a select, how many rows it has in all).

    The select is from the table; (), 0 behind its last row.
    """
    found = _select_matches(table, select, order)
    page = (
        sa.select(found)
        .order_by(*_order(order, found))
        .limit(size)
        .offset(offset)
        .subquery()
    )
    statement = (
        sa.select(*select.selected_columns, page.c.total)
        .join_from(page, table, table.c.id == page.c.found_id)
        .order_by(*_order(order, page))
    )
    shown = tuple(ctx.connection.execute(statement).mappings())
    return shown, shown[0]['total'] if shown else 0


def _select_matches(table, select, order):
    """Return all ids, what they are ordered by, and how many there are.

    Wide columns would be carried along through the counting; and beside a
    LIMIT planners expect to be done after the first few.
    """
    return select.with_only_columns(
        table.c.id.label('found_id'),
        *(_sort_value(key).label(_name(n)) for n, key in enumerate(order)),
        sa.func.count().over().label('total'),
        maintain_column_froms=True,
    ).subquery()


def _order(order, found):
    for number, key in enumerate(order):
        column = found.c[_name(number)]
        yield column.desc() if _is_descending(key) else column.asc()


def _name(number):
    return f'key_{number}'


def _sort_value(key):
    return key.element if _is_directed(key) else key


def _is_directed(key):
    modifier = getattr(key, 'modifier', None)
    return modifier in (operators.asc_op, operators.desc_op)


def _is_descending(key):
    return getattr(key, 'modifier', None) is operators.desc_op
