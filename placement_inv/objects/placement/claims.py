"""Claims: replace and delete the allocations of consumers.

All writers take locks in one order: consumers by their UUIDs, then providers
by their ids, then inventories by provider and class.
"""

import collections
from collections.abc import Mapping
import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import capacity
from placement_inv.objects.placement import consumer as consumers
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import single_claim

_allocations = tables.placement.allocations
_providers = tables.placement.resource_providers


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """All allocations that one consumer is to have.

    A claim without allocations deletes the consumer.
    """

    consumer: consumers.ConsumerRequest
    #: {provider uuid: {resource class: amount}}
    allocations: Mapping[str, Mapping[str, int]]

    @property
    def amounts(self):
        """The allocations as (provider uuid, resource class, amount)."""
        return [
            (uuid, name, amount)
            for uuid, resources in self.allocations.items()
            for name, amount in resources.items()
        ]


def replace(ctx, claims):
    """Replace the allocations of consumers by those of `claims`.

    Consumers, projects and users that do not exist are created; a consumer
    that is left without allocations is deleted. All claims are carried out,
    or none. Raises UnknownProvider, UnknownResourceClass, a class of
    InvalidAllocation, ConsumerGenerationConflict or ProviderChanged.
    """
    if not single_claim.grant(ctx, claims):
        _replace(ctx, claims)


@transactions.writer
def _replace(ctx, claims):
    lock_consumers(ctx, claims).carry_out(ctx)


def lock_consumers(ctx, claims):
    """Lock the consumers of `claims`; return the LockedClaims.

    Raises ConsumerGenerationConflict.
    """
    locked_consumers = consumers.lock_all(
        ctx, [claim.consumer for claim in claims]
    )
    for claim in claims:
        consumers.check_generation(
            claim.consumer, locked_consumers[claim.consumer.uuid]
        )
    return LockedClaims(claims, locked_consumers)


@transactions.writer
def delete(ctx, consumer_uuid):
    """Delete a consumer and its allocations; NoAllocations without any."""
    consumer_id = consumers.lock(ctx, consumer_uuid)
    if consumer_id is None:
        raise errors.NoAllocations(uuid=consumer_uuid)
    amounts = _find_allocations(ctx, consumer_id)
    if not amounts:
        raise errors.NoAllocations(uuid=consumer_uuid)
    lock_providers(ctx, (), {provider for provider, _class in amounts})
    _delete_allocations(ctx, [consumer_id])
    _move_counters(ctx, {key: -amount for key, amount in amounts.items()})
    consumers.delete_all(ctx, [consumer_id])


class LockedClaims:
    """Claims whose consumers are locked until the commit."""

    def __init__(self, claims, locked_consumers):
        """`locked_consumers` maps UUIDs to each LockedConsumer."""
        self._claims = claims
        self._ids = {uuid: each.id for uuid, each in locked_consumers.items()}
        #: {consumer id: {(provider id, class id): amount}} before the claims,
        #: of consumers that have allocations.
        self._current = {
            each.id: each.allocations
            for each in locked_consumers.values()
            if each.allocations
        }

    @property
    def provider_uuids(self):
        """The UUIDs of the providers that the claims name."""
        return {uuid for each in self._claims for uuid in each.allocations}

    @property
    def current_provider_ids(self):
        """The ids of the providers of the current allocations."""
        return {key[0] for each in self._current.values() for key in each}

    def carry_out(self, ctx, provider_ids=None):
        """Replace the current allocations by those of the claims.

        `provider_ids` maps `provider_uuids` to ids. Where it is given, the
        caller has locked these providers and `current_provider_ids`; where it
        is not, they are locked here.
        """
        has_advanced = False
        if provider_ids is None:
            has_advanced = self._only_adds_to_one(ctx)
            lock = _advance_one if has_advanced else lock_providers
            provider_ids = lock(
                ctx, self.provider_uuids, self.current_provider_ids
            )
            self.check_providers(provider_ids)
        current = _add_up(self._current)
        limits = capacity.find_limits(
            ctx,
            self._select_ids(provider_ids),
            [amount for claim in self._claims for amount in claim.amounts],
            current,
        )
        amounts = self._group_amounts(limits)
        deltas = _add_up(amounts)
        deltas.subtract(current)
        if not has_advanced:
            _advance(ctx, self._find_changing_ids(amounts, provider_ids))
        self._write(ctx, amounts, deltas)

    def _only_adds_to_one(self, ctx):
        """Tell whether one statement can lock and advance all providers."""
        return (
            len(self.provider_uuids) == 1
            and not self._current
            and all(claim.allocations for claim in self._claims)
            and ctx.connection.dialect.update_returning
        )

    def check_providers(self, provider_ids):
        """Raise UnknownProvider unless each named provider has an id."""
        for claim in self._claims:
            for uuid in claim.allocations:
                if uuid not in provider_ids:
                    raise errors.UnknownProvider(uuid=uuid)

    def _select_ids(self, provider_ids):
        """Return {uuid: id} of the providers that the claims name."""
        return {uuid: provider_ids[uuid] for uuid in self.provider_uuids}

    def _group_amounts(self, limits):
        """Return {consumer id: {(provider id, class id): amount}}."""
        return {
            self._ids[claim.consumer.uuid]: {
                limits[uuid, name].key: amount
                for uuid, name, amount in claim.amounts
            }
            for claim in self._claims
        }

    def _find_changing_ids(self, amounts, provider_ids):
        """Return the ids of the providers whose generation advances.

        A provider that only loses allocations keeps its generation, unless
        the claim has no allocations at all.
        """
        ids = set(self._select_ids(provider_ids).values())
        for consumer_id, new_amounts in amounts.items():
            if not new_amounts:
                current = self._current.get(consumer_id, ())
                ids |= {key[0] for key in current}
        return ids

    def _write(self, ctx, amounts, deltas):
        if self._current:
            _delete_allocations(ctx, self._current)
        _move_counters(ctx, deltas)
        _insert_allocations(ctx, amounts)
        empty = [
            key for key, new_amounts in amounts.items() if not new_amounts
        ]
        if empty:
            consumers.delete_all(ctx, empty)


def _add_up(amounts):
    """Return a Counter: the sums of amounts over all consumers, by key."""
    sums = collections.Counter()
    for amounts_of_consumer in amounts.values():
        sums.update(amounts_of_consumer)
    return sums


# PERF: built once; to build a statement takes as long as to execute it.
_LOCK_PROVIDERS = (
    sa.select(_providers.c.uuid, _providers.c.id)
    .where(
        sa.or_(
            _providers.c.uuid.in_(sa.bindparam('uuids', expanding=True)),
            _providers.c.id.in_(sa.bindparam('ids', expanding=True)),
        )
    )
    .order_by(_providers.c.id)
    .with_for_update(key_share=True)
)
_ALLOCATIONS_OF_CONSUMER = sa.select(
    _allocations.c.resource_provider_id,
    _allocations.c.resource_class_id,
    _allocations.c.used,
).where(_allocations.c.consumer_id == sa.bindparam('of_consumer'))
_ADVANCE = (
    _providers.update()
    .where(_providers.c.id.in_(sa.bindparam('ids', expanding=True)))
    .values(generation=_providers.c.generation + 1)
)
_DELETE_ALLOCATIONS = _allocations.delete().where(
    _allocations.c.consumer_id.in_(sa.bindparam('ids', expanding=True))
)
_ADVANCE_ONE = (
    _providers.update()
    .where(_providers.c.uuid == sa.bindparam('of_uuid'))
    .values(generation=_providers.c.generation + 1)
    .returning(_providers.c.uuid, _providers.c.id)
)


def lock_providers(ctx, uuids, ids):
    """Lock the providers with these UUIDs or ids, in the order of the ids.

    Returns {uuid: id} of those that exist.
    """
    rows = ctx.connection.execute(
        _LOCK_PROVIDERS, {'uuids': sorted(uuids), 'ids': sorted(ids)}
    )
    return {uuid: provider_id for uuid, provider_id in rows}


def _advance_one(ctx, uuids, _ids):
    """Advance the generation of one provider, and so lock it."""
    rows = ctx.connection.execute(_ADVANCE_ONE, {'of_uuid': next(iter(uuids))})
    return {uuid: provider_id for uuid, provider_id in rows}


def _find_allocations(ctx, consumer_id):
    """Return {(provider id, class id): amount} of a consumer."""
    rows = ctx.connection.execute(
        _ALLOCATIONS_OF_CONSUMER, {'of_consumer': consumer_id}
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _advance(ctx, provider_ids):
    """Advance the generations of providers whose rows are locked."""
    if provider_ids:
        ctx.connection.execute(_ADVANCE, {'ids': sorted(provider_ids)})


def _delete_allocations(ctx, consumer_ids):
    ctx.connection.execute(_DELETE_ALLOCATIONS, {'ids': sorted(consumer_ids)})


def _move_counters(ctx, deltas):
    """Add to the counters; their providers are locked, and they have room."""
    if not capacity.move_counters(ctx, deltas):
        raise errors.ProviderChanged()


def _insert_allocations(ctx, amounts):
    rows = [
        {
            'consumer_id': consumer_id,
            'resource_provider_id': provider_id,
            'resource_class_id': class_id,
            'used': amount,
        }
        for consumer_id, new_amounts in amounts.items()
        for (provider_id, class_id), amount in sorted(new_amounts.items())
    ]
    if not rows:
        return
    try:
        dialects.insert_all(ctx.connection, _allocations, rows)
    except db_exception.DBReferenceError as error:
        raise errors.ProviderChanged() from error
