"""Launches updates: writes each update and its job in one transaction."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects import job
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    updates as update_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import input_updates
from placement_inv.objects.host_inventory.updates import update

#: The task in `jobs` that runs an update.
TASK = 'update_inventory_source'

_MAX_NAME = 512

_sources = tables.host_inventory.inventory_sources
_updates = tables.host_inventory.inventory_updates

# All transactions lock rows in the order of their ids, to avoid deadlocks.
_LOCK_SOURCES = rows.for_update(
    sa.select(_sources.c.id)
    .where(_sources.c.host_inventory_id == sa.bindparam('inventory_id'))
    .order_by(_sources.c.id)
)
_NEWEST = (
    sa.select(_updates.c.inventory_source_id, sa.func.max(_updates.c.id))
    .where(rows.is_among_ids(_updates.c.inventory_source_id))
    .group_by(_updates.c.inventory_source_id)
)


@dataclasses.dataclass(frozen=True, slots=True)
class Launch:
    """The result of a launch for one of several sources."""

    source_id: int
    #: None if the source cannot be updated.
    update: update.InventoryUpdate | None


@transactions.reader
def list_updatable(ctx, inventory_key):
    """Return [(source id, whether it can be updated)] of an inventory.

    Raises NoMatch.
    """
    inventory = membership.find_inventory(ctx, inventory_key)
    return [(one.id, one.can_update) for one in _find_sources(ctx, inventory)]


@transactions.writer
def launch(ctx, source_key):
    """Launch an update of a source; return it, None if it cannot be updated.

    Raises NoMatch.
    """
    source_id = rows.find_id(
        ctx, _sources, source_key, source.MODEL, rows.for_update
    )
    sources = source.find_all(ctx, _sources.c.id == source_id)
    new_update = _launch(ctx, sources).get(source_id)
    if new_update:
        subject = audit_log.update(
            new_update.id, new_update.name, new_update.inventory.id
        )
        audit_log.record_creation(
            ctx, subject, {'inventory_source': source_id}
        )
    return new_update


@transactions.writer
def launch_all(ctx, inventory_key):
    """Launch an update of each source of an inventory that can be updated.

    Return a Launch for each source. The number of statements does not depend
    on the number of sources. Raises NoMatch, or NothingToUpdate without a
    source.
    """
    inventory = membership.find_inventory(ctx, inventory_key)
    ctx.connection.execute(_LOCK_SOURCES, {'inventory_id': inventory.id})
    sources = _find_sources(ctx, inventory)
    if not sources:
        raise source_errors.NothingToUpdate()
    updates = _launch(ctx, sources)
    audit_log.append_many(
        ctx,
        audit_log.CREATE,
        'inventory_update',
        [new_update.id for new_update in updates.values()],
        inventory.id,
    )
    return [Launch(one.id, updates.get(one.id)) for one in sources]


def _find_sources(ctx, inventory):
    """Return the sources of an inventory that have settings."""
    names = source_kinds.words(lambda kind: kind.is_name_only)
    return source.find_all(
        ctx,
        sa.and_(
            _sources.c.host_inventory_id == inventory.id,
            *(_sources.c.source != word for word in names),
        ),
    )


def _launch(ctx, sources):
    """Launch an update of each source that can be updated.

    The caller has locked the sources. Return {source id: update}.
    """
    loadable = [one for one in sources if one.can_update]
    if not loadable:
        return {}
    authorship = authors.creation_columns(ctx)
    update_ids = rows.insert_all(
        ctx,
        _updates,
        [{**_build_row(one), **authorship} for one in loadable],
        ('inventory_source_id', 'id'),
    )
    if update_ids is None:
        # No other transaction adds an update while the sources are locked.
        update_ids = ctx.connection.execute(
            _NEWEST, {'ids': [one.id for one in loadable]}
        ).all()
    update_ids = dict(update_ids)
    job.enqueue_all(
        ctx,
        TASK,
        [
            (
                {input_updates.ARGUMENT: update_ids[one.id]},
                # This lock lets updates of one source run one at a time, in
                # the order of their launches.
                f'inventory_source:{one.id}',
            )
            for one in loadable
        ],
    )
    updates = update.find_all(ctx, list(update_ids.values()))
    return {one.of_source.id: one for one in updates}


def _build_row(one_source):
    """Return the row of a new update, with the settings of its source."""
    name = f'{one_source.inventory.name} - {one_source.name}'
    return {
        'inventory_source_id': one_source.id,
        'host_inventory_id': one_source.inventory.id,
        'name': name[:_MAX_NAME],
        'status': running_updates.PENDING,
        **{
            name: getattr(one_source, name)
            for name in columns.readable(update_columns.SETTINGS)
        },
    }
