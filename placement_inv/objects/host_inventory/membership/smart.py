"""Smart inventories: their hosts are what a filter finds, at each look."""

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

#: As many filters as are counted in one statement.
_BATCH = 200
_TOO_EXPENSIVE = 'The filter takes too long to find its hosts.'
#: In the place of an organization: the hosts of all are looked at.
EVERYWHERE = object()

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts


@dataclasses.dataclass(frozen=True, slots=True)
class FilterResult:
    """What the filter of a smart inventory comes to."""

    hosts: int = 0
    #: Found as well, but of the name of an older one.
    hidden: int = 0
    #: Why there are none: what is kept is no filter any more, or takes too
    #: long.
    trouble: str | None = None


def host_ids(inventory):
    """Return a select of the ids of a smart inventory's hosts.

    Hosts of one name are one host to Ansible: the oldest stands for all.
    Raises refusals.InvalidHostFilter for a filter that is none any more.
    """
    found, conditions = matching_inventories(inventory)
    return (
        sa.select(sa.func.min(found.c.id))
        .where(*conditions)
        .group_by(found.c.name)
    )


def count_matches(ctx, inventories):
    """Return {id: Standing} of some smart inventories.

    One statement for all of a page. Where that takes too long, each is
    counted alone in a part of the time, so that one costly filter spoils no
    other. In a transaction that writes, that is FilterTooExpensive.
    """
    standing, counts = {}, []
    for inventory in inventories:
        try:
            counts.append((inventory.id, _select_counts(ctx, inventory)))
        except (
            errors.InvalidHostFilter,
            errors.FilterForbidden,
        ) as error:
            standing[inventory.id] = FilterResult(trouble=str(error))
    for batch in rows.chunks(counts, _BATCH):
        try:
            standing |= _count_batch(ctx, batch)
        except exceptions.FilterTooExpensive:
            # PostgreSQL gives up the transaction with its statement.
            if ctx.transaction_depth:
                raise
            standing |= _count_separately(ctx, batch)
    return standing


def count_matches_of(ctx, inventory):
    """Return the Standing of one smart inventory; raises what is wrong."""
    return _count_batch(ctx, [(inventory.id, _select_counts(ctx, inventory))])[
        inventory.id
    ]


def _count_separately(ctx, counts):
    standing = {}
    for count in counts:
        if len(counts) > 1:
            with contextlib.suppress(exceptions.FilterTooExpensive):
                standing |= _count_batch(ctx, [count], 1 / len(counts))
        standing.setdefault(count[0], FilterResult(trouble=_TOO_EXPENSIVE))
    return standing


def _count_batch(ctx, counts, share=1):
    """Count in one statement, which gets a share of the time limit."""
    statement = sa.union_all(*(select for _id, select in counts))
    with time_limits.excess_as_filter_too_expensive():
        counted = ctx.connection.execute(
            statement, execution_options={time_limits.SHARE: share}
        ).all()
    return {
        inventory_id: FilterResult(names, int(found) - names)
        for inventory_id, found, names in counted
    }


def _select_counts(ctx, inventory):
    """Return a select of an inventory's id, and how many hosts and names.

    PERF: to group by names takes half as long as to count distinct ones,
    which databases sort.
    """
    condition = host_filter.condition_for(
        inventory.host_filter, ctx.connection.dialect.name
    )
    of_name = (
        sa.select(sa.func.count().label('hosts'))
        .select_from(_hosts)
        .where(condition, *_scope_conditions(inventory, _hosts))
        .group_by(_hosts.c.name)
        .subquery()
    )
    return sa.select(
        sa.literal(inventory.id, sa.Integer),
        sa.func.coalesce(sa.func.sum(of_name.c.hosts), 0),
        sa.func.count(),
    ).select_from(of_name)


def matching_inventories(inventory):
    """Return an alias of hosts and the conditions of being found."""
    found = _hosts.alias()
    condition = host_filter.condition(inventory.host_filter, found)
    return found, [condition, *_scope_conditions(inventory, found)]


def _scope_conditions(inventory, found):
    """Yield the conditions of hosts that a filter may find at all."""
    if inventory.hides_pending:
        yield from soft_deletion.not_deleted(found)
    # One whose organization is gone waits for its deletion, and finds hosts
    # of others that do, never those of all organizations.
    if inventory.organization_id is not EVERYWHERE:
        yield found.c.host_inventory_id.in_(
            sa.select(_inventories.c.id).where(
                _inventories.c.organization_id == inventory.organization_id
            )
        )
