"""One page of a list: how many rows there are, and some of them."""

from collections.abc import Callable
import dataclasses
from typing import Any

import sqlalchemy as sa

from placement_inv.objects.host_inventory import refusals

LAST = 'last'


@dataclasses.dataclass(frozen=True)
class Query:
    """Which rows a caller wants to see of a list, and in which order."""

    #: Pages count from 1; LAST is the last one.
    page: int | str = 1
    size: int = 25
    #: Whether the caller wants to know how many rows there are.
    counted: bool = True


@dataclasses.dataclass(frozen=True)
class Page:
    """Some rows of a list in order; `count` is None where nobody asked."""

    rows: tuple
    count: int | None
    number: int
    size: int

    @property
    def last(self):
        """Return the number of the last page; a list has at least one."""
        return max(1, -(-self.count // self.size))

    def map(self, function: Callable[[Any], Any]) -> 'Page':
        """Return the page with each row replaced."""
        return dataclasses.replace(
            self, rows=tuple(function(row) for row in self.rows)
        )


def page(ctx, table, select, query, order=None):
    """Return one page of a select from a table, its rows as mappings.

    `order` are the columns that say the order; the name of the row if None.
    """
    count = _count(ctx, select) if query.counted else None
    number = _number(query, count)
    found = ctx.connection.execute(
        select.order_by(*(order or (table.c.name, table.c.id)))
        .limit(query.size)
        .offset((number - 1) * query.size)
    )
    rows = tuple(found.mappings())
    return Page(rows, count, number, query.size)


def _count(ctx, select):
    counted = select.with_only_columns(
        sa.func.count(), maintain_column_froms=True
    )
    return ctx.connection.execute(counted).scalar_one()


def _number(query, count):
    """Return the number of the page; InvalidPage past the last one."""
    if count is None:
        return 1 if query.page == LAST else query.page
    last = Page((), count, 1, query.size).last
    number = last if query.page == LAST else query.page
    if not 1 <= number <= last:
        raise refusals.InvalidPage()
    return number
