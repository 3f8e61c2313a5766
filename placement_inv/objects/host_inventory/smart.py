"""Smart inventories: their hosts are what a filter finds, at each look."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import host_search
from placement_inv.objects.host_inventory import pending
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows

KIND = 'smart'
#: As many filters as are counted in one statement.
_BATCH = 200
#: In the place of an organization: the hosts of all are looked at.
EVERYWHERE = object()

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What the filter of a smart inventory comes to."""

    hosts: int = 0
    #: Found as well, but of the name of an older one.
    hidden: int = 0
    #: Why there are none: what is kept is no filter any more.
    trouble: str | None = None


def host_ids(inventory):
    """Return a select of the ids of a smart inventory's hosts.

    Hosts of one name are one host to Ansible: the oldest stands for all.
    Raises refusals.InvalidHostFilter for a filter that is none any more.
    """
    found, conditions = found_by(inventory)
    return (
        sa.select(sa.func.min(found.c.id))
        .where(*conditions)
        .group_by(found.c.name)
    )


def standings(ctx, inventories):
    """Return {id: Standing} of some smart inventories.

    One statement for all of a page.
    """
    standing, counts = {}, []
    for inventory in inventories:
        try:
            found, conditions = found_by(inventory)
        except (
            refusals.InvalidHostFilter,
            refusals.FilterForbidden,
        ) as error:
            standing[inventory.id] = Standing(trouble=str(error))
            continue
        counts.append(
            sa.select(
                sa.literal(inventory.id, sa.Integer),
                sa.func.count(),
                sa.func.count(found.c.name.distinct()),
            )
            .select_from(found)
            .where(*conditions)
        )
    for batch in rows.chunks(counts, _BATCH):
        counted = ctx.connection.execute(sa.union_all(*batch))
        for inventory_id, found, names in counted:
            standing[inventory_id] = Standing(names, found - names)
    return standing


def found_by(inventory):
    """Return an alias of hosts and the conditions of being found."""
    found = _hosts.alias()
    conditions = [host_search.condition(inventory.host_filter, found)]
    if inventory.hides_pending:
        conditions.extend(pending.are_past(found))
    # One whose organization is gone waits for its deletion, and finds hosts
    # of others that do, never those of all organizations.
    if inventory.organization_id is not EVERYWHERE:
        conditions.append(
            found.c.host_inventory_id.in_(
                sa.select(_inventories.c.id).where(
                    _inventories.c.organization_id == inventory.organization_id
                )
            )
        )
    return found, conditions
