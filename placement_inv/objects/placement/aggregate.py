"""Aggregates: sets of providers that something else has formed."""

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
def list_of(ctx, provider_uuid):
    """Return a provider and the UUIDs of its aggregates, oldest first."""
    provider, rows = providers.find_with_belongings(
        ctx, _OF_PROVIDER, provider_uuid
    )
    return provider, [row[0] for row in rows]


@transactions.writer
def replace(ctx, provider_uuid, uuids):
    """Make `uuids` all aggregates of a provider; no generation is spent.

    An aggregate that nobody has named before comes into being.
    """
    provider = providers.lock(ctx, provider_uuid)
    _replace(ctx, provider, uuids)
    return provider


@transactions.writer
def replace_known(ctx, provider_uuid, generation, uuids):
    """Do the same to a provider that is still of a generation; return it."""
    provider = providers.find(ctx, provider_uuid)
    providers.expect(provider, generation, errors.GenerationConflictOfPart)
    provider = providers.advance(ctx, provider)
    _replace(ctx, provider, uuids)
    return provider


def _replace(ctx, provider, uuids):
    current = _current(ctx, provider)
    gone = [key for key, uuid in current.items() if uuid not in uuids]
    new = sorted(set(uuids) - set(current.values()))
    if gone:
        ctx.connection.execute(
            _memberships.delete()
            .where(_memberships.c.resource_provider_id == provider.id)
            .where(_memberships.c.aggregate_id.in_(gone))
        )
    if new:
        ctx.connection.execute(
            _memberships.insert(),
            [
                {
                    'resource_provider_id': provider.id,
                    'aggregate_id': aggregate_id,
                }
                for aggregate_id in _ensure(ctx, new)
            ],
        )


def _current(ctx, provider):
    """Return {id: uuid} of the provider's aggregates."""
    rows = ctx.connection.execute(
        sa.select(_aggregates.c.id, _aggregates.c.uuid)
        .join(_memberships, _memberships.c.aggregate_id == _aggregates.c.id)
        .where(_memberships.c.resource_provider_id == provider.id)
        .order_by(_aggregates.c.id)
    )
    return {aggregate_id: uuid for aggregate_id, uuid in rows}


def _ensure(ctx, uuids):
    """Return the ids of aggregates in order; the missing are created."""
    found = _ids(ctx, uuids)
    missing = [uuid for uuid in uuids if uuid not in found]
    if missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, _aggregates),
            [{'uuid': uuid} for uuid in missing],
        )
        found |= _ids(ctx, missing)
    return sorted(found.values())


def _ids(ctx, uuids):
    rows = ctx.connection.execute(
        sa.select(_aggregates.c.uuid, _aggregates.c.id).where(
            _aggregates.c.uuid.in_(uuids)
        )
    )
    return {uuid: aggregate_id for uuid, aggregate_id in rows}
