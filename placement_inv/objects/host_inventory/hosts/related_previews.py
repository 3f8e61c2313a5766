"""The groups and sources that bodies of hosts show.

PERF: one statement reads both.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import (
    managers as row_managers,
)
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import statement_limits

_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts

_MAX_GROUPS = 5


@dataclasses.dataclass(frozen=True, slots=True)
class GroupPreview:
    """The number of groups of a host, and (id, name) of the first ones."""

    count: int
    first: tuple[tuple[int, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class HostPreviews:
    """The first groups of a host, and the sources that manage it."""

    groups: GroupPreview
    managed_by: tuple[row_managers.Manager, ...]


def _ranked_groups():
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
        .where(rows.is_among_ids(_members.c.host_id))
        .subquery()
    )


def _select_first(ranks):
    return sa.select(
        ranks.c.host_id, ranks.c.id, ranks.c.name, ranks.c.total
    ).where(ranks.c.place <= _MAX_GROUPS)


def _groups_and_managers(groups, managers):
    """Return the union of both selects; the total of a source is 0."""
    no_total = sa.literal_column('0', sa.Integer)
    union = sa.union_all(groups, managers.add_columns(no_total)).subquery()
    return sa.select(union).order_by(union.c.host_id, union.c.id)


_SELECT = statement_limits.mark(
    _groups_and_managers(
        _select_first(_ranked_groups()), row_managers.select_by_host()
    )
)


def find_all(ctx, host_ids):
    """Return {host id: HostPreviews} of hosts."""
    if not host_ids:
        return {}
    totals = {}
    groups = {host_id: [] for host_id in host_ids}
    managers = {host_id: [] for host_id in host_ids}
    preview_rows = ctx.connection.execute(_SELECT, {'ids': host_ids})
    for host_id, row_id, name, total in preview_rows:
        if total:
            totals[host_id] = total
            groups[host_id].append((row_id, name))
        else:
            managers[host_id].append(row_managers.Manager(row_id, name))
    return {
        host_id: HostPreviews(
            GroupPreview(totals.get(host_id, 0), tuple(groups[host_id])),
            tuple(managers[host_id]),
        )
        for host_id in host_ids
    }
