"""Launches updates: writes each update and its job in one transaction.

A source has at most one queued update. A launch joins it: the queued update
reads the settings of its source, and its files, when it starts, so it does all
that another one would do.
"""

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
from placement_inv.objects.host_inventory.tenancy import statement_limits
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
# A start locks its update, too: what this select returns has not started.
_LOCK_QUEUED = rows.for_update(
    sa.select(_updates.c.inventory_source_id, _updates.c.id)
    .where(
        rows.is_among_ids(_updates.c.inventory_source_id),
        _updates.c.status.in_(running_updates.QUEUED),
        ~_updates.c.cancel_requested,
    )
    .order_by(_updates.c.id)
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
    #: False if the launch joined an update that was queued before.
    is_new: bool = False


@transactions.reader
def list_updatable(ctx, inventory_key):
    """Return [(source id, whether it can be updated)] of an inventory.

    Raises NoMatch.
    """
    inventory = membership.find_inventory(ctx, inventory_key)
    return [(one.id, one.can_update) for one in _find_sources(ctx, inventory)]


@transactions.writer
def launch(ctx, source_key):
    """Launch an update of a source, or join the queued one; return it.

    Return None if the source cannot be updated. Raises NoMatch.
    """
    source_id = rows.find_id(
        ctx, _sources, source_key, source.MODEL, rows.for_update
    )
    sources = source.find_all(ctx, _sources.c.id == source_id)
    (one_launch,) = _launch(ctx, sources)
    one_update = one_launch.update
    if one_launch.is_new:
        subject = audit_log.update(
            one_update.id, one_update.name, one_update.inventory.id
        )
        audit_log.record_creation(
            ctx, subject, {'inventory_source': source_id}
        )
    return one_update


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
    launches = _launch(ctx, sources)
    audit_log.append_many(
        ctx,
        audit_log.CREATE,
        'inventory_update',
        [launch.update.id for launch in launches if launch.is_new],
        inventory.id,
    )
    return launches


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
    """Return a Launch of each source. The caller has locked the sources."""
    loadable = [one for one in sources if one.can_update]
    joined_ids = _join_queued(ctx, loadable)
    new_ids = _add(ctx, [one for one in loadable if one.id not in joined_ids])
    update_ids = {**joined_ids, **new_ids}
    updates = {
        one.of_source.id: one
        for one in update.find_all(ctx, list(update_ids.values()))
    }
    return [
        Launch(one.id, updates.get(one.id), one.id in new_ids)
        for one in sources
    ]


def _join_queued(ctx, sources):
    """Return {source id: id of its queued update}, without other sources.

    A queued update that reads inventories from now on also waits for the
    updates of its inputs that were launched since.
    """
    if not sources:
        return {}
    queued = dict(
        ctx.connection.execute(
            _LOCK_QUEUED, {'ids': [one.id for one in sources]}
        ).all()
    )
    waiting = [
        queued[one.id]
        for one in sources
        if one.id in queued
        and source_kinds.KINDS[one.source].reads_inventories
    ]
    if waiting:
        # It waits for all updates before it, also those that the caller does
        # not see.
        newest_id = ctx.connection.scalar(
            statement_limits.mark(sa.select(sa.func.max(_updates.c.id)))
        )
        ctx.connection.execute(
            _updates.update()
            .where(_updates.c.id.in_(waiting))
            .values(requested_after_id=newest_id)
        )
    return queued


def _add(ctx, sources):
    """Add an update of each source, with its job; return {source id: id}."""
    if not sources:
        return {}
    authorship = authors.creation_columns(ctx)
    update_ids = rows.insert_all(
        ctx,
        _updates,
        [{**_build_row(one), **authorship} for one in sources],
        ('inventory_source_id', 'id'),
    )
    if update_ids is None:
        # No other transaction adds an update while the sources are locked.
        update_ids = ctx.connection.execute(
            _NEWEST, {'ids': [one.id for one in sources]}
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
            for one in sources
        ],
    )
    return update_ids


def _build_row(one_source):
    """Return the row of a new update, with the settings of its source.

    Until it starts, they only show what it would do now.
    """
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
