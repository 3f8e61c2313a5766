"""A page of a costly list, with its count, in one statement."""

import sqlalchemy as sa
from sqlalchemy.sql import operators

from placement_inv.objects.host_inventory.tenancy import statement_limits


def find_rows(ctx, table, select, order, size, offset):
    """Return (the rows of a page, the number of rows of all pages).

    `select` is from `table`; `order` are its ORDER BY expressions. Rows are
    mappings. Behind the last row of the select, the result is ((), 0).
    """
    matches = _select_matches(table, select, order)
    page = (
        sa.select(matches)
        .order_by(*_order(order, matches))
        .limit(size)
        .offset(offset)
        .subquery()
    )
    statement = (
        sa.select(*select.selected_columns, page.c.total)
        .join_from(page, table, table.c.id == page.c.match_id)
        .order_by(*_order(order, page))
    )
    if statement_limits.is_marked(select):
        statement = statement_limits.mark(statement)
    rows = tuple(ctx.connection.execute(statement).mappings())
    return rows, rows[0]['total'] if rows else 0


def _select_matches(table, select, order):
    """Return a subquery of all ids, their sort values and their number.

    PERF: it leaves wide columns out, which would be copied while counting, and
    has no LIMIT, with which planners expect to stop after few rows.
    """
    return select.with_only_columns(
        table.c.id.label('match_id'),
        *(_sort_value(key).label(_name(n)) for n, key in enumerate(order)),
        sa.func.count().over().label('total'),
        maintain_column_froms=True,
    ).subquery()


def _order(order, subquery):
    for number, key in enumerate(order):
        column = subquery.c[_name(number)]
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
