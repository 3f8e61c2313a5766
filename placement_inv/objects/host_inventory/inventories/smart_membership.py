"""Finds the smart inventories that contain a host; nothing is stored."""

import contextlib
import functools

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import time_limits
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import soft_deletion
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts

#: How many filters one statement evaluates.
_BATCH = 100


@transactions.reader
def page_of_host(ctx, key, query):
    """Return a page of the smart inventories that contain a host.

    Inventories whose stored filter is no longer valid contain no hosts.
    """
    host_id = rows.find_id(ctx, _hosts, key, host.MODEL)
    inventory_ids = find_ids_containing(ctx, host_id, query.hides_pending)
    return host_inventory.page(ctx, query, ids=inventory_ids)


def find_ids_containing(ctx, host_id, hides_pending=False):
    """Return the ids of the smart inventories that contain a host.

    If the filters of a batch take too long together, each is evaluated
    alone, in a part of the time; a filter that still takes too long counts
    as one without matches.
    """
    ids = [host_id, *_find_older_namesakes(ctx, host_id, hides_pending)]
    inventory_ids = []
    for batch in rows.chunks(
        _find_filters(ctx, host_id, hides_pending), _BATCH
    ):
        try:
            inventory_ids += _find_in_batch(ctx, ids, batch)
        except exceptions.FilterTooExpensive:
            for each in batch if len(batch) > 1 else ():
                with contextlib.suppress(exceptions.FilterTooExpensive):
                    inventory_ids += _find_in_batch(
                        ctx, ids, [each], 1 / len(batch)
                    )
    return inventory_ids


def _find_in_batch(ctx, ids, batch, share=1):
    """Return the ids of the inventories of a batch that contain a host.

    `ids` are the ids of the host and of its older namesakes; `share` is the
    part of the time limit that the one statement gets.
    """
    filters = tuple(host_filter for _id, host_filter in batch)
    with time_limits.excess_as_filter_too_expensive():
        truths = ctx.connection.execute(
            _select_matches(filters, ctx.connection.dialect.name),
            {'ids': ids},
            execution_options={time_limits.SHARE: share},
        ).all()
    inventory_ids = []
    for number, (inventory_id, _filter) in enumerate(batch, start=1):
        # Of hosts with one name, only the oldest match is a member.
        members = (row.id for row in truths if row[number])
        if next(members, None) == ids[0]:
            inventory_ids.append(inventory_id)
    return inventory_ids


@functools.lru_cache(maxsize=16)
def _select_matches(filters, dialect_name):
    """Return a select of the hosts with `ids`, one column for each filter.

    PERF: it takes longer to build than to execute. Its text is always the
    same, so that the driver can prepare it.
    """
    conditions = (
        host_filters.condition_for(each, dialect_name, few=True)
        for each in filters
    )
    return (
        sa.select(
            _hosts.c.id,
            *(sa.case((condition, 1), else_=0) for condition in conditions),
        )
        .where(_hosts.c.id.in_(sa.bindparam('ids', expanding=True)))
        .order_by(_hosts.c.id)
    )


def _find_older_namesakes(ctx, host_id, hides_pending):
    """Return the ids of older hosts with the same name and organization."""
    namesakes, their_inventories = _hosts.alias(), _inventories.alias()
    select = (
        sa.select(namesakes.c.id)
        .select_from(_hosts.join(_inventories))
        .join(namesakes, namesakes.c.name == _hosts.c.name)
        .join(
            their_inventories,
            their_inventories.c.id == namesakes.c.host_inventory_id,
        )
        .where(
            _hosts.c.id == host_id,
            namesakes.c.id < host_id,
            their_inventories.c.organization_id
            == _inventories.c.organization_id,
        )
    )
    if hides_pending:
        select = select.where(*soft_deletion.not_deleted(namesakes))
    return ctx.connection.execute(select).scalars().all()


def _find_filters(ctx, host_id, hides_pending):
    """Yield (id, HostFilter) of the smart inventories in the organization.

    Filters that are no longer valid are left out.
    """
    organization = (
        sa.select(_inventories.c.organization_id)
        .join(_hosts)
        .where(_hosts.c.id == host_id)
    )
    if hides_pending:
        organization = organization.where(*soft_deletion.not_deleted(_hosts))
    filtered_kinds = inventory_kinds.words(lambda kind: kind.is_filtered)
    smart_inventories = _inventories.alias()
    is_in_organization = (
        smart_inventories.c.organization_id == organization.scalar_subquery()
    )
    select = sa.select(
        *(
            smart_inventories.c[column.name]
            for column in membership.INVENTORY_COLUMNS
        )
    ).where(
        rows.is_any_of(smart_inventories.c.kind, filtered_kinds),
        is_in_organization,
    )
    for row in ctx.connection.execute(select).mappings().all():
        inventory = membership.inventory_from(row)
        try:
            host_filters.condition_for(
                inventory.host_filter, ctx.connection.dialect.name, few=True
            )
        except (errors.InvalidHostFilter, errors.FilterForbidden):
            continue
        yield inventory.id, inventory.host_filter
