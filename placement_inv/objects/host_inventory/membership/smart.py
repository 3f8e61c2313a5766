"""Smart inventories: their hosts are the matches of a filter."""

import contextlib
import dataclasses

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import time_limits
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import soft_deletion
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.objects.host_inventory.tenancy import (
    conditions as access_conditions,
)
from placement_inv.objects.host_inventory.tenancy import statement_limits

#: How many filters one statement counts.
_BATCH = 200
_TOO_EXPENSIVE = 'The filter takes too long to find its hosts.'
#: Instead of an organization id: matches hosts of all organizations.
EVERYWHERE = object()

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts


@dataclasses.dataclass(frozen=True, slots=True)
class FilterResult:
    """The result of a smart inventory's filter: numbers, or an error."""

    hosts: int = 0
    #: Matches that are left out because an older match has their name.
    hidden: int = 0
    #: Why there are no numbers: the stored filter is invalid or too expensive.
    error: str | None = None


def host_ids(inventory):
    """Return a select of the ids of a smart inventory's hosts.

    Ansible identifies hosts by name, so only the oldest match of each name is
    included. Raises errors.InvalidHostFilter or FilterForbidden for a stored
    filter that is no longer valid.
    """
    hosts, conditions = match_conditions(inventory)
    return (
        sa.select(sa.func.min(hosts.c.id))
        .where(*conditions)
        .group_by(hosts.c.name)
    )


def count_matches(ctx, inventories):
    """Return {id: FilterResult} of some smart inventories.

    One statement counts all inventories of a page. If it exceeds the time
    limit, each is counted in a part of the time, so that one costly filter
    does not affect the others. In a transaction that writes,
    FilterTooExpensive is raised instead.
    """
    results, counts = {}, []
    for inventory in inventories:
        try:
            counts.append((inventory.id, _select_counts(ctx, inventory)))
        except (
            errors.InvalidHostFilter,
            errors.FilterForbidden,
        ) as error:
            results[inventory.id] = FilterResult(error=str(error))
    for batch in rows.chunks(counts, _BATCH):
        try:
            results |= _count_batch(ctx, batch)
        except exceptions.FilterTooExpensive:
            # PostgreSQL aborts the transaction with its statement.
            if ctx.transaction_depth:
                raise
            results |= _count_separately(ctx, batch)
    return results


def count_matches_of(ctx, inventory):
    """Return the FilterResult of one smart inventory.

    Raises InvalidHostFilter, FilterForbidden or FilterTooExpensive.
    """
    return _count_batch(ctx, [(inventory.id, _select_counts(ctx, inventory))])[
        inventory.id
    ]


def _count_separately(ctx, counts):
    results = {}
    for count in counts:
        if len(counts) > 1:
            with contextlib.suppress(exceptions.FilterTooExpensive):
                results |= _count_batch(ctx, [count], 1 / len(counts))
        results.setdefault(count[0], FilterResult(error=_TOO_EXPENSIVE))
    return results


def _count_batch(ctx, counts, share=1):
    """Return {id: FilterResult} of one statement.

    `share` is its part of the time limit.
    """
    # Each select is about one organization, whose inventory the caller reads,
    # or has the conditions of the caller.
    statement = statement_limits.mark(
        sa.union_all(*(select for _id, select in counts))
    )
    with time_limits.excess_as_filter_too_expensive():
        counts_by_id = ctx.connection.execute(
            statement, execution_options={time_limits.SHARE: share}
        ).all()
    return {
        inventory_id: FilterResult(names, int(hosts) - names)
        for inventory_id, hosts, names in counts_by_id
    }


def _select_counts(ctx, inventory):
    """Return a select of (inventory id, number of hosts, number of names).

    PERF: grouping by name takes half the time of COUNT(DISTINCT), for which
    databases sort.
    """
    condition = host_filter.condition_for(
        inventory.host_filter, ctx.connection.dialect.name
    )
    hosts_by_name = (
        sa.select(sa.func.count().label('hosts'))
        .select_from(_hosts)
        .where(condition, *_scope_conditions(inventory, _hosts))
        .group_by(_hosts.c.name)
        .subquery()
    )
    return sa.select(
        sa.literal(inventory.id, sa.Integer),
        sa.func.coalesce(sa.func.sum(hosts_by_name.c.hosts), 0),
        sa.func.count(),
    ).select_from(hosts_by_name)


def match_conditions(inventory):
    """Return (an alias of hosts, the conditions that its rows match)."""
    hosts = _hosts.alias()
    condition = host_filter.condition(inventory.host_filter, hosts)
    return hosts, [condition, *_scope_conditions(inventory, hosts)]


def _scope_conditions(inventory, hosts):
    """Yield the conditions of the hosts that a filter may match."""
    if inventory.hides_pending:
        yield from soft_deletion.not_deleted(hosts)
    if inventory.access is not None:
        yield access_conditions.is_readable_inventory(
            inventory.access, hosts.c.host_inventory_id
        )
    # An inventory without organization is pending deletion. It matches hosts
    # of inventories without one, never the hosts of all organizations.
    if inventory.organization_id is not EVERYWHERE:
        yield hosts.c.host_inventory_id.in_(
            sa.select(_inventories.c.id).where(
                _inventories.c.organization_id == inventory.organization_id
            )
        )
