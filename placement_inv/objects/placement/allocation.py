"""Allocations: the amounts of inventories that consumers use."""

import dataclasses
import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import consumer as consumers
from placement_inv.objects.placement import provider as providers

_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_classes = tables.placement.resource_classes
_providers = tables.placement.resource_providers


@dataclasses.dataclass(frozen=True, slots=True)
class Allocation:
    """The amount of one class at one provider that a consumer uses."""

    provider_uuid: str
    provider_generation: int
    resource_class: str
    used: int
    created_at: datetime.datetime
    consumer: consumers.Consumer


_SELECT = (
    sa.select(
        _providers.c.uuid,
        _providers.c.generation,
        _classes.c.name,
        _allocations.c.used,
        _allocations.c.created_at,
        *consumers.COLUMNS,
    )
    .select_from(
        consumers.FROM_CLAUSE.join(
            _allocations, _allocations.c.consumer_id == _consumers.c.id
        )
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
def list_of_consumer(ctx, consumer_uuid):
    """Return the allocations of a consumer; [] where it does not exist."""
    return _find(ctx, _SELECT.where(_consumers.c.uuid == consumer_uuid))


@transactions.reader
def list_of_provider(ctx, provider_uuid):
    """Return a provider and its allocations; ResourceProviderNotFound."""
    provider = providers.find(ctx, provider_uuid)
    of_provider = _allocations.c.resource_provider_id == provider.id
    return provider, _find(ctx, _SELECT.where(of_provider))


def _find(ctx, select):
    return [
        Allocation(*row[:5], consumers.from_row(*row[5:]))
        for row in ctx.connection.execute(select)
    ]
