"""The sources that manage hosts and groups, for the bodies of these."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import statement_limits

_sources = tables.host_inventory.inventory_sources
_hosts = tables.host_inventory.inventory_source_hosts.c.host_id
_groups = tables.host_inventory.inventory_source_groups.c.group_id


@dataclasses.dataclass(frozen=True, slots=True)
class Manager:
    """A source as the bodies of its hosts and groups show it."""

    id: int
    name: str


def select_by_host():
    """Return a select of (host id, source id, name of the source).

    It has the parameter `ids`, the ids of hosts.
    """
    return _select(_hosts)


def find_by_group(ctx, group_ids):
    """Return {group id: Managers} of the groups that have any."""
    group_managers = {}
    for batch in rows.batches(group_ids):
        for row in ctx.connection.execute(_SELECT_BY_GROUP, {'ids': batch}):
            others = group_managers.get(row.managed, ())
            group_managers[row.managed] = (*others, Manager(row.id, row.name))
    return group_managers


def _select(id_column):
    return (
        sa.select(id_column.label('managed'), _sources.c.id, _sources.c.name)
        .join_from(id_column.table, _sources)
        .where(rows.is_among_ids(id_column))
    )


# The callers of `find_by_group` have found the groups.
_SELECT_BY_GROUP = statement_limits.mark(
    _select(_groups).order_by(_groups, _sources.c.id)
)
