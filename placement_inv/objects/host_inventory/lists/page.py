"""One page of a list: how many rows there are, and some of them."""

from collections.abc import Callable
import dataclasses
from typing import Any

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import soft_deletion
from placement_inv.objects.host_inventory.lists import counted_page
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.objects.host_inventory.lists import list_filters

LAST = 'last'
_DESCENDING = '-'
_MAX_KEYS = 16


@dataclasses.dataclass(frozen=True)
class Query:
    """Which rows a caller wants to see of a list, and in which order."""

    #: Pages count from 1; LAST is the last one.
    page: int | str = 1
    size: int = 25
    #: Whether the caller wants to know how many rows there are.
    counted: bool = True
    terms: tuple[smartfilter.Parameter, ...] = ()
    search: smartfilter.TextSearch = smartfilter.TextSearch()
    #: Paths of fields, those with a minus downwards.
    order_by: tuple[str, ...] = ()
    #: Only rows of these types; None for all.
    types: tuple[str, ...] | None = None
    #: The place that the page begins behind, instead of a number.
    after: keyset.Place | None = None
    #: Whether the caller looks past inventories that are being deleted.
    hides_pending: bool = False

    @property
    def asks_for_pending(self):
        """Tell whether the caller wants to see what is being deleted."""
        words = (word for term in self.terms for word in term.key.split('__'))
        return soft_deletion.FIELD in words


@dataclasses.dataclass(frozen=True)
class Page:
    """Some rows of a list in order; `count` is None where nobody asked."""

    rows: tuple
    count: int | None
    number: int
    size: int
    #: Where nobody counts: whether there is another page.
    more: bool = False
    #: The place behind a page that began behind one; None at the end.
    behind: keyset.Place | None = None

    @property
    def last(self):
        """Return the number of the last page; a list has at least one."""
        return max(1, -(-self.count // self.size))

    def map(self, function: Callable[[Any], Any]) -> 'Page':
        """Return the page with each row replaced."""
        return dataclasses.replace(
            self, rows=tuple(function(row) for row in self.rows)
        )


def page(
    ctx,
    catalog,
    select,
    query,
    order_by=('name',),
    default=None,
    costly=False,
):
    """Return one page of a select, its rows as mappings.

    The select is from the table of the catalog's root; `order_by` is the
    order where the query asks for none, or else the columns `default`.
    Rows that are `costly` to find are found once, to count and to show them.
    """
    select = _filter_select(ctx, catalog, select, query)
    keys = [(column, False) for column in default or ()]
    if query.order_by or default is None:
        keys = _sort_columns(catalog, query.order_by or order_by)
    if query.after is not None:
        return _keyset_page(ctx, catalog, select, query, keys)
    order = [
        value.desc() if descending else value.asc()
        for value, descending in keys
    ]
    if costly and query.counted and query.page != LAST:
        return _costly_page(ctx, catalog.root.table, select, query, order)
    return _numbered_page(ctx, select, query, order)


def _filter_select(ctx, catalog, select, query):
    """Return a select of those rows alone that the query is about."""
    select = select.where(
        *list_filters.conditions(catalog, query.terms, query.search)
    )
    if query.types is not None:
        select = select.where(list_filters.is_of_type(catalog, query.types))
    if query.hides_pending and not query.asks_for_pending:
        select = select.where(
            *soft_deletion.list_condition(ctx, catalog.root.table)
        )
    return select


def _keyset_page(ctx, catalog, select, query, keys):
    if not query.order_by and not keyset.is_possible(keys):
        keys = _sort_columns(catalog, ('id',))
    found, behind = keyset.find_rows_after(
        ctx, select, keys, query.after, query.size
    )
    return Page(found, None, 1, query.size, behind=behind)


def _numbered_page(ctx, select, query, order):
    count = _count(ctx, select) if query.counted else None
    number = _page_number(query, count)
    found = ctx.connection.execute(
        select.order_by(*order)
        # One row more tells whether there is another page.
        .limit(query.size + (not query.counted))
        .offset((number - 1) * query.size)
    )
    rows = tuple(found.mappings())
    return Page(
        rows[: query.size],
        count,
        number,
        query.size,
        more=len(rows) > query.size,
    )


def _costly_page(ctx, table, select, query, order):
    offset = (query.page - 1) * query.size
    found, count = counted_page.find_rows(
        ctx, table, select, order, query.size, offset
    )
    if offset and not found:
        raise errors.InvalidPage()
    return Page(found, count, query.page, query.size)


def _count(ctx, select):
    counted = select.with_only_columns(
        sa.func.count(), maintain_column_froms=True
    )
    return ctx.connection.execute(counted).scalar_one()


def _page_number(query, count):
    """Return the number of the page; InvalidPage past the last one."""
    if count is None:
        return 1 if query.page == LAST else query.page
    last = Page((), count, 1, query.size).last
    number = last if query.page == LAST else query.page
    if not 1 <= number <= last:
        raise errors.InvalidPage()
    return number


def _sort_columns(catalog, keys):
    """Return (value, is descending) of an order; no two rows are equal."""
    if len(keys) > _MAX_KEYS:
        raise errors.InvalidFilter(
            reason=f'A list is ordered by at most {_MAX_KEYS} fields.'
        )
    order = []
    for key in keys:
        value = list_filters.sort_value(catalog, key.removeprefix(_DESCENDING))
        order.append((value, key.startswith(_DESCENDING)))
    return [*order, (catalog.root.table.c.id, False)]
