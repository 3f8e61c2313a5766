"""Starts updates: the update and the job that runs it commit together."""

import dataclasses

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects import job
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_columns
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import settings
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import input_updates
from placement_inv.objects.host_inventory.updates import update

#: The task in `jobs` that runs an update.
TASK = 'update_inventory_source'

_MAX_NAME = 512

_sources = tables.host_inventory.inventory_sources
_updates = tables.host_inventory.inventory_updates


@dataclasses.dataclass(frozen=True, slots=True)
class Launch:
    """What came of the wish to update one of several sources."""

    source_id: int
    #: None if it cannot be updated.
    update: update.InventoryUpdate | None


@transactions.reader
def updatable(ctx, inventory_key):
    """Return (source id, can be updated) of an inventory's sources."""
    inventory = membership.find_inventory(ctx, inventory_key)
    return [(one.id, one.can_update) for one in _of(ctx, inventory)]


@transactions.writer
def launch(ctx, source_key):
    """Start an update of a source and return it; None if it cannot be."""
    source_id = rows.find_id(
        ctx, _sources, source_key, source.MODEL, rows.for_update
    )
    (found,) = source.find_all(ctx, _sources.c.id == source_id)
    launched = _launch(ctx, found)
    if launched:
        subject = audit_log.update(
            launched.id, launched.name, launched.inventory.id
        )
        audit_log.record_creation(
            ctx, subject, {'inventory_source': source_id}
        )
    return launched


@transactions.writer
def launch_all(ctx, inventory_key):
    """Start an update of each source of an inventory that can be updated."""
    inventory = membership.find_inventory(ctx, inventory_key)
    found = _of(ctx, inventory)
    if not found:
        raise source_errors.NothingToUpdate()
    launched = [Launch(one.id, _launch(ctx, one)) for one in found]
    audit_log.append_many(
        ctx,
        audit_log.CREATE,
        'inventory_update',
        [one.update.id for one in launched if one.update],
        inventory.id,
    )
    return launched


def _of(ctx, inventory):
    """Return the sources of an inventory that are more than a name."""
    return source.find_all(
        ctx,
        (_sources.c.host_inventory_id == inventory.id)
        & (_sources.c.source != settings.MANUAL),
    )


def _launch(ctx, launched):
    if not launched.can_update:
        return None
    name = f'{launched.inventory.name} - {launched.name}'
    update_id = rows.insert(
        ctx,
        _updates,
        {
            'inventory_source_id': launched.id,
            'host_inventory_id': launched.inventory.id,
            'name': name[:_MAX_NAME],
            'status': running_updates.PENDING,
            **{name: getattr(launched, name) for name in source_columns.NAMES},
        },
    )
    job.enqueue(
        ctx,
        TASK,
        {input_updates.ARGUMENT: update_id},
        # One source is updated once at a time, in the order of the launches.
        lock=f'inventory_source:{launched.id}',
    )
    return update.find(ctx, update_id)
