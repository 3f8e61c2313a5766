"""The first few groups of each host, as the hosts' bodies show them."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import rows

_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts

_SHOWN = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Groups:
    """How many groups a host is in, and (id, name) of the first ones."""

    count: int
    first: tuple[tuple[int, str], ...]


NO_GROUPS = Groups(0, ())


def _ranked():
    return (
        sa.select(
            _members.c.host_id,
            _groups.c.id,
            _groups.c.name,
            sa.func.count()
            .over(partition_by=_members.c.host_id)
            .label('total'),
            sa.func.row_number()
            .over(partition_by=_members.c.host_id, order_by=_groups.c.id)
            .label('place'),
        )
        .join_from(_members, _groups)
        .where(rows.among(_members.c.host_id))
        .subquery()
    )


def _first(ranked):
    return (
        sa.select(ranked)
        .where(ranked.c.place <= _SHOWN)
        .order_by(ranked.c.host_id, ranked.c.place)
    )


_SELECT = _first(_ranked())


def groups_of_hosts(ctx, host_ids):
    """Return {host id: Groups} of the hosts in any group."""
    if not host_ids:
        return {}
    found = {}
    for row in ctx.connection.execute(_SELECT, {'ids': host_ids}):
        total, first = found.get(row.host_id, (row.total, ()))
        found[row.host_id] = (total, (*first, (row.id, row.name)))
    return {host_id: Groups(*values) for host_id, values in found.items()}
