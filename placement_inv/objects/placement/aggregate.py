"""Aggregates: sets of providers, named by clients."""

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider as providers

_aggregates = tables.placement.aggregates
_memberships = tables.placement.resource_provider_aggregates


_OF_PROVIDER = providers.join_belongings(
    (_aggregates.c.uuid,),
    _memberships.join(_aggregates),
    order=_aggregates.c.id,
)


@transactions.reader
def list_of_provider(ctx, provider_uuid):
    """Return a provider and the UUIDs of its aggregates, oldest first.

    Raises ResourceProviderNotFound.
    """
    provider, rows = providers.find_with_belongings(
        ctx, _OF_PROVIDER, provider_uuid
    )
    return provider, [row[0] for row in rows]


@transactions.writer
def replace(ctx, provider_uuid, uuids):
    """Replace the aggregates of a provider by `uuids`; return the provider.

    Its generation does not advance. Aggregates that do not exist are created.
    Raises ResourceProviderNotFound.
    """
    provider = providers.lock(ctx, provider_uuid)
    _replace(ctx, provider, uuids)
    return provider


@transactions.writer
def replace_at_generation(ctx, provider_uuid, generation, uuids):
    """Replace the aggregates if the provider has `generation`; advance it.

    Returns the provider. Raises ResourceProviderNotFound,
    GenerationConflictOfPart, and ProviderChanged where another transaction
    writes meanwhile.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.check_generation(
        provider, generation, errors.GenerationConflictOfPart
    )
    provider = providers.advance(ctx, provider)
    _replace(ctx, provider, uuids)
    return provider


def _replace(ctx, provider, uuids):
    current = _find_current(ctx, provider)
    obsolete = [key for key, uuid in current.items() if uuid not in uuids]
    new_uuids = sorted(set(uuids) - set(current.values()))
    if obsolete:
        ctx.connection.execute(
            _memberships.delete()
            .where(_memberships.c.resource_provider_id == provider.id)
            .where(_memberships.c.aggregate_id.in_(obsolete))
        )
    if new_uuids:
        ctx.connection.execute(
            _memberships.insert(),
            [
                {
                    'resource_provider_id': provider.id,
                    'aggregate_id': aggregate_id,
                }
                for aggregate_id in _ensure(ctx, new_uuids)
            ],
        )


def _find_current(ctx, provider):
    """Return {id: uuid} of the provider's aggregates."""
    rows = ctx.connection.execute(
        sa.select(_aggregates.c.id, _aggregates.c.uuid)
        .join(_memberships, _memberships.c.aggregate_id == _aggregates.c.id)
        .where(_memberships.c.resource_provider_id == provider.id)
        .order_by(_aggregates.c.id)
    )
    return {aggregate_id: uuid for aggregate_id, uuid in rows}


def _ensure(ctx, uuids):
    """Return the ids of aggregates in order; create those that are missing."""
    ids = _find_ids(ctx, uuids)
    missing = [uuid for uuid in uuids if uuid not in ids]
    if missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, _aggregates),
            [{'uuid': uuid} for uuid in missing],
        )
        ids |= _find_ids(ctx, missing)
    return sorted(ids.values())


def _find_ids(ctx, uuids):
    rows = ctx.connection.execute(
        sa.select(_aggregates.c.uuid, _aggregates.c.id).where(
            _aggregates.c.uuid.in_(uuids)
        )
    )
    return {uuid: aggregate_id for uuid, aggregate_id in rows}
