"""Smart inventories: their hosts are what a filter finds, at each look."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import host_search
from placement_inv.objects.host_inventory import refusals

KIND = 'smart'

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts


def host_ids(inventory):
    """Return a select of the ids of a smart inventory's hosts.

    Hosts of one name are one host to Ansible: the oldest stands for all.
    Raises refusals.InvalidHostFilter for a filter that is none any more.
    """
    found, conditions = _found(inventory)
    return (
        sa.select(sa.func.min(found.c.id))
        .where(*conditions)
        .group_by(found.c.name)
    )


def totals(ctx, inventories):
    """Return {id: number of hosts} of some smart inventories.

    One statement for all; a filter that is none any more finds nothing
    here, and says why where the hosts are listed.
    """
    counts = {}
    for inventory in inventories:
        try:
            found, conditions = _found(inventory)
        except (refusals.InvalidHostFilter, refusals.FilterForbidden):
            continue
        counts[inventory.id] = (
            sa.select(sa.func.count(found.c.name.distinct()))
            .where(*conditions)
            .scalar_subquery()
        )
    if not counts:
        return {}
    row = ctx.connection.execute(sa.select(*counts.values())).one()
    return dict(zip(counts, row, strict=True))


def _found(inventory):
    """Return an alias of hosts and the conditions of being found."""
    found = _hosts.alias()
    # One whose organization is gone waits for its deletion, and finds hosts
    # of others that do, never those of all organizations.
    conditions = (
        host_search.condition(inventory.host_filter, found),
        found.c.host_inventory_id.in_(
            sa.select(_inventories.c.id).where(
                _inventories.c.organization_id == inventory.organization_id
            )
        ),
    )
    return found, conditions
