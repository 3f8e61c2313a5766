"""Limits the statements of a caller to the rows that it may read.

A context with limits has a connection that limits each statement, so that no
function has to remember it. To a statement the connection adds the condition
of the first limited table in the FROM clause, or of the table that it changes.
Rows that relations lead to from there are in the same organization, so that
tables in subqueries of conditions need none.

A statement that reads limited tables in a subquery of its FROM clause has to
be limited before, by `limit_select`: else it is refused with `NotLimited`.
"""

import functools

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from placement_inv.db import tables
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import sources

#: The execution option of statements that are limited, or need no limits.
_OPTION = 'placement_inv_is_limited'

_t = tables.host_inventory
_access = tables.access


class NotLimited(Exception):
    """A bug: a statement may read rows of others."""


def _by_role(kind):
    def condition(access, table):
        return conditions.has_role(access, kind, roles.READ, table)

    return condition


def _by_inventory(access, table):
    return conditions.is_readable_inventory(access, table.c.host_inventory_id)


#: {name of a table: function of an Access and the table or an alias of it}.
_CONDITIONS = {
    _t.organizations.name: _by_role(roles.ORGANIZATION),
    _t.host_inventories.name: _by_role(roles.INVENTORY),
    _t.hosts.name: _by_inventory,
    _t.host_groups.name: _by_inventory,
    _t.inventory_sources.name: _by_inventory,
    _t.inventory_updates.name: _by_inventory,
    _t.host_inventory_changes.name: conditions.is_readable_entry,
    _access.teams.name: _by_role(roles.TEAM),
    _access.api_users.name: conditions.is_readable_user,
}

#: The names of the limited tables.
LIMITED = frozenset(_CONDITIONS)

#: Tables whose rows are found by ids of limited rows, or by what only their
#: owner knows.
UNLIMITED = frozenset(
    table.name
    for table in (
        _t.host_inventory_inputs,
        _t.host_facts,
        _t.host_group_hosts,
        _t.host_group_children,
        _t.inventory_source_hosts,
        _t.inventory_source_groups,
        _t.inventory_update_events,
        _t.host_inventory_change_feeds,
        _t.idempotent_requests,
        _access.access_tokens,
        _access.sessions,
        _access.role_grants,
    )
)


class LimitedConnection:
    """A connection for a caller with limits.

    It has the methods that the functions of this family call, and no others.
    """

    def __init__(self, access, connection):
        self._access = access
        self._connection = connection
        self.dialect = connection.dialect

    def execute(self, statement, *arguments, **options):
        return self._connection.execute(
            _limit(self._access, statement), *arguments, **options
        )

    def scalar(self, statement, *arguments, **options):
        return self._connection.scalar(
            _limit(self._access, statement), *arguments, **options
        )

    def scalars(self, statement, *arguments, **options):
        return self._connection.scalars(
            _limit(self._access, statement), *arguments, **options
        )


def apply(ctx, access):
    """Give a context the limits of an Access."""
    ctx.access = access
    ctx.limit_connection = functools.partial(LimitedConnection, access)


def limit_select(ctx, select):
    """Return a select with the limits of a context.

    Statements that contain it are not limited again if they are marked with
    `mark`.
    """
    if ctx.access is None or is_marked(select):
        return select
    return mark(_limit_select(ctx.access, select))


def mark(statement):
    """Return a statement that is executed without further limits.

    It finds rows by ids that a limited statement has returned, or contains a
    limited select.
    """
    return statement.execution_options(**{_OPTION: True})


def is_marked(statement):
    """Tell whether a statement is executed without further limits."""
    return bool(statement.get_execution_options().get(_OPTION))


def _limit(access, statement):
    if is_marked(statement):
        return statement
    if isinstance(statement, sa.Select):
        return _limit_select(access, statement)
    if isinstance(statement, (sa.Update, sa.Delete)):
        condition = _CONDITIONS.get(statement.table.name)
        if condition is None:
            return statement
        return statement.where(condition(access, statement.table))
    if not isinstance(statement, sa.Insert):
        _refuse_limited_tables(statement)
    return statement


def _limit_select(access, select):
    for source in sources.list_sources(select):
        condition = _CONDITIONS.get(sources.name_of(source))
        if condition:
            return select.where(condition(access, source))
        if not isinstance(sources.base_of(source), sa.TableClause):
            _refuse_limited_tables(source)
    return select


def _refuse_limited_tables(statement):
    for element in visitors.iterate(statement):
        if isinstance(element, sa.TableClause) and element.name in _CONDITIONS:
            raise NotLimited(f'{element.name} in: {statement}')
