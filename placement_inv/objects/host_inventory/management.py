"""Which sources manage hosts and groups, as their bodies name them."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import rows

_sources = tables.host_inventory.inventory_sources
_hosts = tables.host_inventory.inventory_source_hosts.c.host_id
_groups = tables.host_inventory.inventory_source_groups.c.group_id


@dataclasses.dataclass(frozen=True, slots=True)
class Manager:
    """A source as the hosts and groups that it brought speak of it."""

    id: int
    name: str


def of_hosts(ctx, host_ids):
    """Return {host id: managers} of those that a source brought."""
    return _managers(ctx, _hosts, host_ids)


def of_groups(ctx, group_ids):
    """Return {group id: managers} of those that a source brought."""
    return _managers(ctx, _groups, group_ids)


def _select(managed):
    return (
        sa.select(managed.label('managed'), _sources.c.id, _sources.c.name)
        .join_from(managed.table, _sources)
        .where(rows.among(managed))
        .order_by(managed, _sources.c.id)
    )


_SELECTS = {managed: _select(managed) for managed in (_hosts, _groups)}


def _managers(ctx, managed, ids):
    found = {}
    for batch in rows.batches(ids):
        for row in ctx.connection.execute(_SELECTS[managed], {'ids': batch}):
            before = found.get(row.managed, ())
            found[row.managed] = (*before, Manager(row.id, row.name))
    return found
