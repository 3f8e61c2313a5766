"""Deletes the hosts and groups that a source tracks."""

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import source

_sources = tables.host_inventory.inventory_sources
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups


@transactions.writer
def delete_hosts(ctx, source_key):
    """Delete the hosts that a source tracks; NoMatch without a source."""
    row = _lock_row(ctx, source_key)
    _delete(ctx, row, 'host', _hosts, membership.hosts_of_source(row['id']))


@transactions.writer
def delete_groups(ctx, source_key):
    """Delete the groups that a source tracks, but not their members."""
    row = _lock_row(ctx, source_key)
    _delete(ctx, row, 'group', _groups, membership.groups_of_source(row['id']))


def _lock_row(ctx, source_key):
    """Return a source's row; lock its inventory, so that no load runs."""
    names = ('id', 'host_inventory_id')
    row = rows.find(ctx, _sources, source_key, source.MODEL, names)
    membership.find_inventory(ctx, row['host_inventory_id'], rows.for_update)
    return row


def _delete(ctx, row, kind, table, select):
    ids = ctx.connection.execute(select).scalars().all()
    for batch in rows.batches(ids):
        ctx.connection.execute(table.delete().where(table.c.id.in_(batch)))
    audit_log.append_many(
        ctx,
        audit_log.DELETE,
        kind,
        ids,
        row['host_inventory_id'],
        inventory_source=row['id'],
    )
