"""Claims: consumers take, change and give back what they hold.

Locks are taken in one order by all who write here: the consumers by their
UUIDs, then providers by their ids, then inventories by provider and class.
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
    """All that one consumer is to hold; nothing, where it is to leave."""

    claimant: consumers.Claimant
    #: {provider uuid: {resource class: amount}}
    wanted: Mapping[str, Mapping[str, int]]

    @property
    def amounts(self):
        """The same as (provider uuid, resource class, amount)."""
        return [
            (uuid, name, amount)
            for uuid, resources in self.wanted.items()
            for name, amount in resources.items()
        ]


def replace(ctx, claims):
    """Make what `claims` say all that their consumers hold.

    Consumers, their projects and users come into being where nobody knows
    them; who is left with nothing is forgotten. All of it happens or none.
    """
    if not single_claim.grant(ctx, claims):
        _replace(ctx, claims)


@transactions.writer
def _replace(ctx, claims):
    lock_consumers(ctx, claims).carry_out(ctx)


def lock_consumers(ctx, claims):
    """Lock the consumers of `claims` and see what they hold."""
    claimed = consumers.claim(ctx, [each.claimant for each in claims])
    for each in claims:
        consumers.expect(each.claimant, claimed[each.claimant.uuid])
    return LockedClaims(claims, claimed)


@transactions.writer
def delete(ctx, consumer_uuid):
    """Give back all that a consumer holds, and forget it."""
    consumer_id = consumers.lock(ctx, consumer_uuid)
    if consumer_id is None:
        raise errors.NoAllocations(uuid=consumer_uuid)
    held = _allocations_of(ctx, consumer_id)
    if not held:
        raise errors.NoAllocations(uuid=consumer_uuid)
    lock_providers(ctx, (), {provider for provider, _class in held})
    _delete(ctx, [consumer_id])
    _move(ctx, {key: -amount for key, amount in held.items()})
    consumers.forget(ctx, [consumer_id])


class LockedClaims:
    """Consumers that are ours until the commit, and what they ask for."""

    def __init__(self, claims, claimed):
        self._claims = claims
        self._ids = {uuid: each.id for uuid, each in claimed.items()}
        #: Of consumers that hold anything.
        self._held = {
            each.id: each.held for each in claimed.values() if each.held
        }

    @property
    def provider_uuids(self):
        """The providers that are named."""
        return {uuid for each in self._claims for uuid in each.wanted}

    @property
    def held_provider_ids(self):
        """The providers at which something is held."""
        return {key[0] for held in self._held.values() for key in held}

    def carry_out(self, ctx, provider_ids=None):
        """Move what is held to what is asked for.

        `provider_ids` maps the named UUIDs to ids whose rows, and those of
        what is held, are locked already; otherwise they get locked here.
        """
        bumped = False
        if provider_ids is None:
            bumped = self._only_adds_to_one(ctx)
            lock = _bump_one if bumped else lock_providers
            provider_ids = lock(
                ctx, self.provider_uuids, self.held_provider_ids
            )
            self.require(provider_ids)
        wanted = [each for claim in self._claims for each in claim.amounts]
        released = collections.Counter()
        for of_consumer in self._held.values():
            released.update(of_consumer)
        found = capacity.limits(
            ctx, self._named(provider_ids), wanted, released
        )
        amounts = self._amounts(found)
        deltas = collections.Counter()
        for of_consumer in amounts.values():
            deltas.update(of_consumer)
        deltas.subtract(released)
        if not bumped:
            _bump(ctx, self._touched(amounts, provider_ids))
        self._write(ctx, amounts, deltas)

    def _only_adds_to_one(self, ctx):
        """Tell whether one statement can lock and bump what is touched."""
        return (
            len(self.provider_uuids) == 1
            and not self._held
            and all(claim.wanted for claim in self._claims)
            and ctx.connection.dialect.update_returning
        )

    def require(self, provider_ids):
        """Raise UnknownProvider unless each named provider has an id."""
        for claim in self._claims:
            for uuid in claim.wanted:
                if uuid not in provider_ids:
                    raise errors.UnknownProvider(uuid=uuid)

    def _named(self, provider_ids):
        return {uuid: provider_ids[uuid] for uuid in self.provider_uuids}

    def _amounts(self, found):
        """Return {consumer id: {(provider id, class id): amount}}."""
        return {
            self._ids[claim.claimant.uuid]: {
                found[uuid, name].key: amount
                for uuid, name, amount in claim.amounts
            }
            for claim in self._claims
        }

    def _touched(self, amounts, provider_ids):
        """Return the ids of the providers whose generation advances.

        Who leaves a provider makes it no older, unless that is all that was
        asked for.
        """
        touched = set(self._named(provider_ids).values())
        for consumer_id, wanted in amounts.items():
            if not wanted:
                held = self._held.get(consumer_id, ())
                touched |= {key[0] for key in held}
        return touched

    def _write(self, ctx, amounts, deltas):
        if self._held:
            _delete(ctx, self._held)
        _move(ctx, deltas)
        _insert(ctx, amounts)
        left = [key for key, wanted in amounts.items() if not wanted]
        if left:
            consumers.forget(ctx, left)


# PERF: made once; see `consumers`.
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
_HELD = sa.select(
    _allocations.c.resource_provider_id,
    _allocations.c.resource_class_id,
    _allocations.c.used,
).where(_allocations.c.consumer_id == sa.bindparam('of_consumer'))
_BUMP = (
    _providers.update()
    .where(_providers.c.id.in_(sa.bindparam('ids', expanding=True)))
    .values(generation=_providers.c.generation + 1)
)
_DELETE = _allocations.delete().where(
    _allocations.c.consumer_id.in_(sa.bindparam('ids', expanding=True))
)
_BUMP_ONE = (
    _providers.update()
    .where(_providers.c.uuid == sa.bindparam('of_uuid'))
    .values(generation=_providers.c.generation + 1)
    .returning(_providers.c.uuid, _providers.c.id)
)


def lock_providers(ctx, uuids, ids):
    """Lock the providers with these UUIDs or ids, in the order of the ids.

    Returns {uuid: id} of those that there are.
    """
    rows = ctx.connection.execute(
        _LOCK_PROVIDERS, {'uuids': sorted(uuids), 'ids': sorted(ids)}
    )
    return {uuid: provider_id for uuid, provider_id in rows}


def _bump_one(ctx, uuids, _ids):
    """Advance the generation of one provider, and so lock it."""
    rows = ctx.connection.execute(_BUMP_ONE, {'of_uuid': next(iter(uuids))})
    return {uuid: provider_id for uuid, provider_id in rows}


def _allocations_of(ctx, consumer_id):
    """Return {(provider id, class id): amount} of what a consumer holds."""
    rows = ctx.connection.execute(_HELD, {'of_consumer': consumer_id})
    return {(row[0], row[1]): row[2] for row in rows}


def _bump(ctx, provider_ids):
    """Advance the generations of providers whose rows are locked."""
    if provider_ids:
        ctx.connection.execute(_BUMP, {'ids': sorted(provider_ids)})


def _delete(ctx, consumer_ids):
    ctx.connection.execute(_DELETE, {'ids': sorted(consumer_ids)})


def _move(ctx, deltas):
    """Move the counters; the locks promise that they can."""
    if not capacity.move(ctx, deltas):
        raise errors.ProviderChanged()


def _insert(ctx, amounts):
    rows = [
        {
            'consumer_id': consumer_id,
            'resource_provider_id': provider_id,
            'resource_class_id': class_id,
            'used': amount,
        }
        for consumer_id, wanted in amounts.items()
        for (provider_id, class_id), amount in sorted(wanted.items())
    ]
    if not rows:
        return
    try:
        dialects.insert_all(ctx.connection, _allocations, rows)
    except db_exception.DBReferenceError as error:
        raise errors.ProviderChanged() from error
