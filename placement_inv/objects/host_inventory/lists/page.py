"""One page of a list: some of its rows, and perhaps their number."""

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
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import row_roles
from placement_inv.objects.host_inventory.tenancy import statement_limits

LAST = 'last'
_DESCENDING = '-'
_MAX_KEYS = 16


@dataclasses.dataclass(frozen=True)
class Query:
    """The page of a list that a caller requests: filters, order, number."""

    #: The number of the page, from 1, or LAST.
    page: int | str = 1
    size: int = 25
    #: Whether to count the rows of all pages.
    with_count: bool = True
    terms: tuple[smartfilter.Parameter, ...] = ()
    search: smartfilter.TextSearch = smartfilter.TextSearch()
    #: Paths of fields; a minus before one sorts descending.
    order_by: tuple[str, ...] = ()
    #: Only rows of these types; None for all.
    types: tuple[str, ...] | None = None
    #: Only rows on which the caller has the role of this name.
    role_level: str | None = None
    #: The place where the page begins, instead of a number.
    after: keyset.Place | None = None
    #: Whether to leave out what is pending deletion.
    hides_pending: bool = False

    @property
    def asks_for_pending(self):
        """Tell whether a parameter names the field of pending deletion."""
        names = (name for term in self.terms for name in term.key.split('__'))
        return soft_deletion.FIELD in names


@dataclasses.dataclass(frozen=True)
class Page:
    """Some rows of a list, in order.

    `count` is the number of rows of all pages, None if they are not counted.
    """

    rows: tuple
    count: int | None
    number: int
    size: int
    #: Whether there is another page, where rows are not counted.
    more: bool = False
    #: The place of the next page, where the query has a place; None at the
    #: end.
    next_place: keyset.Place | None = None

    @property
    def last(self):
        """Return the number of the last page; an empty list has one page."""
        return max(1, -(-self.count // self.size))

    def map(self, function: Callable[[Any], Any]) -> 'Page':
        """Return the page with a function applied to each row."""
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
    """Return one Page of a select; its rows are mappings.

    `select` is from the table of the catalog's root. A query without an order
    has the order of the columns `default`, if given, else of the paths
    `order_by`. With `costly`, one statement counts and selects the rows.
    Raises InvalidFilter, FilterForbidden, InvalidPage or InvalidCursor.
    """
    table = catalog.root.table
    select = row_roles.add_columns(
        ctx, _filter_select(ctx, catalog, select, query), table
    )
    result = _find_page(ctx, catalog, select, query, order_by, default, costly)
    row_roles.remember(ctx, table, result.rows)
    return result


def _find_page(ctx, catalog, select, query, order_by, default, costly):
    keys = [(column, False) for column in default or ()]
    if query.order_by or default is None:
        keys = _sort_columns(catalog, query.order_by or order_by)
    if query.after is not None:
        return _keyset_page(ctx, catalog, select, query, keys)
    order = [
        value.desc() if descending else value.asc()
        for value, descending in keys
    ]
    if costly and query.with_count and query.page != LAST:
        return _costly_page(ctx, catalog.root.table, select, query, order)
    return _numbered_page(ctx, select, query, order)


def _filter_select(ctx, catalog, select, query):
    """Return the select with the conditions of a query."""
    select = statement_limits.limit_select(ctx, select).where(
        *list_filters.conditions(catalog, query.terms, query.search)
    )
    if query.role_level is not None:
        select = select.where(
            role_checks.has_role(ctx, catalog.root.table, query.role_level)
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
    rows, next_place = keyset.find_rows_after(
        ctx, select, keys, query.after, query.size
    )
    return Page(rows, None, 1, query.size, next_place=next_place)


def _numbered_page(ctx, select, query, order):
    count = _count(ctx, select) if query.with_count else None
    number = _page_number(query, count)
    result = ctx.connection.execute(
        select.order_by(*order)
        # One row more tells whether there is another page.
        .limit(query.size + (not query.with_count))
        .offset((number - 1) * query.size)
    )
    rows = tuple(result.mappings())
    return Page(
        rows[: query.size],
        count,
        number,
        query.size,
        more=len(rows) > query.size,
    )


def _costly_page(ctx, table, select, query, order):
    offset = (query.page - 1) * query.size
    rows, count = counted_page.find_rows(
        ctx, table, select, order, query.size, offset
    )
    if offset and not rows:
        raise errors.InvalidPage()
    return Page(rows, count, query.page, query.size)


def _count(ctx, select):
    statement = select.with_only_columns(
        sa.func.count(), maintain_column_froms=True
    )
    return ctx.connection.execute(statement).scalar_one()


def _page_number(query, count):
    """Return the number of the requested page; InvalidPage past the last."""
    if count is None:
        return 1 if query.page == LAST else query.page
    last = Page((), count, 1, query.size).last
    number = last if query.page == LAST else query.page
    if not 1 <= number <= last:
        raise errors.InvalidPage()
    return number


def _sort_columns(catalog, keys):
    """Return the (column, is descending) pairs of an order.

    The last one is the id, so that no two rows are equal in the order.
    """
    if len(keys) > _MAX_KEYS:
        raise errors.InvalidFilter(
            reason=f'A list is ordered by at most {_MAX_KEYS} fields.'
        )
    order = []
    for key in keys:
        value = list_filters.sort_value(catalog, key.removeprefix(_DESCENDING))
        order.append((value, key.startswith(_DESCENDING)))
    return [*order, (catalog.root.table.c.id, False)]
