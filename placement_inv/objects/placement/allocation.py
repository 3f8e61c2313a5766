"""Allocations: what consumers hold of the inventories of providers.

Locks are taken in one order by all who write here: the consumer, then its
providers by their ids, then inventories by provider and class.
"""

import collections
import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import capacity
from placement_inv.objects.placement import consumer as consumers
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider as providers

_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_classes = tables.placement.resource_classes
_providers = tables.placement.resource_providers


@dataclasses.dataclass(frozen=True, slots=True)
class Allocation:
    """An amount of one class that a consumer holds at a provider."""

    consumer_uuid: str
    provider_uuid: str
    provider_generation: int
    resource_class: str
    used: int


_SELECT = (
    sa.select(
        _consumers.c.uuid,
        _providers.c.uuid,
        _providers.c.generation,
        _classes.c.name,
        _allocations.c.used,
    )
    .join_from(
        _allocations, _consumers, _consumers.c.id == _allocations.c.consumer_id
    )
    .join(_providers, _providers.c.id == _allocations.c.resource_provider_id)
    .join(_classes, _classes.c.id == _allocations.c.resource_class_id)
    .order_by(
        _allocations.c.consumer_id,
        _allocations.c.resource_provider_id,
        _allocations.c.resource_class_id,
    )
)


@transactions.reader
def of_consumer(ctx, consumer_uuid):
    """Return the allocations of a consumer; none of one nobody knows."""
    rows = ctx.connection.execute(
        _SELECT.where(_consumers.c.uuid == consumer_uuid)
    )
    return [Allocation(*row) for row in rows]


@transactions.reader
def against_provider(ctx, provider_uuid):
    """Return a provider and the allocations against it."""
    provider = providers.find(ctx, provider_uuid)
    rows = ctx.connection.execute(
        _SELECT.where(_allocations.c.resource_provider_id == provider.id)
    )
    return provider, [Allocation(*row) for row in rows]


@transactions.writer
def replace(ctx, consumer_uuid, owner, wanted):
    """Make `wanted` all that a consumer holds.

    `wanted` maps provider UUIDs to {resource class: amount}. The consumer,
    its project and its user come into being where nobody knows them.
    """
    consumer_id = consumers.claim(ctx, consumer_uuid, owner)
    held = _held(ctx, consumer_id)
    provider_ids = _lock_providers(ctx, wanted, held)
    found = capacity.limits(ctx, provider_ids, wanted)
    amounts = {
        found[uuid, name].key: amount
        for uuid, resources in wanted.items()
        for name, amount in resources.items()
    }
    deltas = collections.Counter(amounts)
    deltas.subtract(held)
    capacity.check(found, deltas)
    _bump(ctx, provider_ids.values())
    if held:
        _delete(ctx, consumer_id)
    _move(ctx, deltas)
    _insert(ctx, consumer_id, amounts)


@transactions.writer
def delete(ctx, consumer_uuid):
    """Give back all that a consumer holds, and forget it."""
    consumer_id = consumers.lock(ctx, consumer_uuid)
    held = {} if consumer_id is None else _held(ctx, consumer_id)
    if not held:
        raise errors.NoAllocations(uuid=consumer_uuid)
    _lock_providers(ctx, (), held)
    _delete(ctx, consumer_id)
    _move(ctx, {key: -amount for key, amount in held.items()})
    consumers.forget(ctx, consumer_id)


def _held(ctx, consumer_id):
    """Return {(provider id, class id): amount} of a consumer."""
    rows = ctx.connection.execute(
        sa.select(
            _allocations.c.resource_provider_id,
            _allocations.c.resource_class_id,
            _allocations.c.used,
        ).where(_allocations.c.consumer_id == consumer_id)
    )
    return {(provider, kind): amount for provider, kind, amount in rows}


def _lock_providers(ctx, uuids, held):
    """Lock the providers named by `uuids` and those of `held`, in order.

    Returns {uuid: id} of the named ones.
    """
    held_ids = sorted({provider_id for provider_id, _class_id in held})
    rows = ctx.connection.execute(
        sa.select(_providers.c.uuid, _providers.c.id)
        .where(
            sa.or_(
                _providers.c.uuid.in_(sorted(uuids)),
                _providers.c.id.in_(held_ids),
            )
        )
        .order_by(_providers.c.id)
        .with_for_update(key_share=True)
    )
    found = {uuid: provider_id for uuid, provider_id in rows}
    for uuid in uuids:
        if uuid not in found:
            raise errors.UnknownProvider(uuid=uuid)
    return {uuid: found[uuid] for uuid in uuids}


def _bump(ctx, provider_ids):
    """Advance the generations of providers whose rows are locked."""
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id.in_(sorted(provider_ids)))
        .values(generation=_providers.c.generation + 1)
    )


def _delete(ctx, consumer_id):
    ctx.connection.execute(
        _allocations.delete().where(_allocations.c.consumer_id == consumer_id)
    )


def _move(ctx, deltas):
    """Move the counters; the locks promise that they can."""
    if not capacity.move(ctx, deltas):
        raise errors.ProviderChanged()


def _insert(ctx, consumer_id, amounts):
    try:
        ctx.connection.execute(
            _allocations.insert(),
            [
                {
                    'consumer_id': consumer_id,
                    'resource_provider_id': provider_id,
                    'resource_class_id': class_id,
                    'used': amount,
                }
                for (provider_id, class_id), amount in sorted(amounts.items())
            ],
        )
    except db_exception.DBReferenceError as error:
        raise errors.ProviderChanged() from error
