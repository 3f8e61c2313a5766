"""Which smart inventories a host is in, found out at each look."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import host
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.objects.host_inventory import host_search
from placement_inv.objects.host_inventory import membership
from placement_inv.objects.host_inventory import pending
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows
from placement_inv.objects.host_inventory import smart

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts

#: As many filters as are asked in one statement.
_BATCH = 100


@transactions.reader
def page_of_host(ctx, key, query):
    """Return one page of the smart inventories that contain a host.

    A filter that is none any more contains nothing.
    """
    host_id = rows.find_id(ctx, _hosts, key, host.MODEL)
    found = containing(ctx, host_id, query.hides_pending)
    return host_inventory.page(ctx, query, ids=found)


def containing(ctx, host_id, hides_pending=False):
    """Return the ids of the smart inventories that contain a host."""
    twins = _older_twins(ctx, host_id, hides_pending)
    found = []
    for batch in rows.chunks(_readable(ctx, host_id, hides_pending), _BATCH):
        columns = [
            sa.case((condition, 1), else_=0) for _id, condition in batch
        ]
        truths = ctx.connection.execute(
            sa.select(_hosts.c.id, *columns)
            .where(_hosts.c.id.in_([host_id, *twins]))
            .order_by(_hosts.c.id)
        ).all()
        for number, (inventory_id, _condition) in enumerate(batch, start=1):
            # The oldest of a name that is found stands for all.
            members = (row.id for row in truths if row[number])
            if next(members, None) == host_id:
                found.append(inventory_id)
    return found


def _older_twins(ctx, host_id, hides_pending):
    """Return the ids of older hosts of the same name and organization."""
    twin, theirs = _hosts.alias(), _inventories.alias()
    select = (
        sa.select(twin.c.id)
        .select_from(_hosts.join(_inventories))
        .join(twin, twin.c.name == _hosts.c.name)
        .join(theirs, theirs.c.id == twin.c.host_inventory_id)
        .where(
            _hosts.c.id == host_id,
            twin.c.id < host_id,
            theirs.c.organization_id == _inventories.c.organization_id,
        )
    )
    if hides_pending:
        select = select.where(*pending.are_past(twin))
    return ctx.connection.execute(select).scalars().all()


def _readable(ctx, host_id, hides_pending):
    """Return (id, condition) of the smart inventories of an organization."""
    organization = (
        sa.select(_inventories.c.organization_id)
        .join(_hosts)
        .where(_hosts.c.id == host_id)
    )
    if hides_pending:
        organization = organization.where(*pending.are_past(_hosts))
    mine = _inventories.alias()
    theirs = mine.c.organization_id == organization.scalar_subquery()
    select = sa.select(
        *(mine.c[column.name] for column in membership.OWNER)
    ).where(mine.c.kind == smart.KIND, theirs)
    for row in ctx.connection.execute(select).mappings().all():
        inventory = membership.owner_from(row)
        try:
            yield (
                inventory.id,
                host_search.condition_for(
                    inventory.host_filter, ctx.connection.dialect.name
                ),
            )
        except (refusals.InvalidHostFilter, refusals.FilterForbidden):
            continue
