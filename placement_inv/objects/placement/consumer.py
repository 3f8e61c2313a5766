"""Consumers: who holds allocations, for which project and user."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db.tables import base
from placement_inv.objects.placement import claiming
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import owners

_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users
_types = tables.placement.consumer_types

#: For clients that know of no generation: whatever it is.
ANY = object()

#: What a consumer is called whose client named no type.
UNKNOWN_TYPE = 'unknown'


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """The project and the user of a consumer, by their external ids."""

    project: str
    user: str


@dataclasses.dataclass(frozen=True, slots=True)
class Consumer:
    """One consumer as its rows say."""

    uuid: str
    generation: int
    owner: Owner
    type: str


#: Columns of a Consumer, for who joins `JOINED`.
COLUMNS = (
    _consumers.c.uuid,
    _consumers.c.generation,
    _projects.c.external_id,
    _users.c.external_id,
    sa.func.coalesce(_types.c.name, UNKNOWN_TYPE),
)
JOINED = (
    _consumers.join(_projects, _projects.c.id == _consumers.c.project_id)
    .join(_users, _users.c.id == _consumers.c.user_id)
    .outerjoin(_types, _types.c.id == _consumers.c.consumer_type_id)
)


def of_row(uuid, generation, project, user, kind):
    """Return the Consumer in a row of `COLUMNS`."""
    return Consumer(uuid, generation, Owner(project, user), kind)


@dataclasses.dataclass(frozen=True, slots=True)
class Claimant:
    """Who a request says that a consumer is.

    `generation` is the one that the client knows, None where it knows of no
    such consumer, ANY where it cannot say. With None as `type` the consumer
    keeps the one it has.
    """

    uuid: str
    owner: Owner
    generation: int | object | None = ANY
    type: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Claimed:
    """A consumer whose row is ours until the commit."""

    id: int
    #: That of the row as we found it; 0 where there was none.
    generation: int
    #: {(provider id, class id): amount}
    held: dict


# PERF: statements of claims are made once: to make one takes as long as to
# have it carried out.
_CLAIMED = (
    sa.select(
        _consumers.c.uuid,
        _consumers.c.id,
        _consumers.c.generation,
        _allocations.c.resource_provider_id,
        _allocations.c.resource_class_id,
        _allocations.c.used,
    )
    .outerjoin_from(
        _consumers, _allocations, _allocations.c.consumer_id == _consumers.c.id
    )
    .where(_consumers.c.uuid.in_(sa.bindparam('uuids', expanding=True)))
)


def claim(ctx, claimants):
    """Make sure that consumers exist and are their owners'.

    Returns {uuid: Claimed}. Writers of one consumer take turns.
    """
    found = _claim_known(ctx, claimants[0]) if len(claimants) == 1 else []
    found = found or _claim_all(ctx, claimants)
    if found and all(
        each.generation == 1 and not each.holds for each in found
    ):
        return {each.uuid: Claimed(each.id, 0, {}) for each in found}
    rows = ctx.connection.execute(
        _CLAIMED, {'uuids': [each.uuid for each in claimants]}
    )
    claimed = {}
    for uuid, key, generation, provider_id, class_id, used in rows:
        if uuid not in claimed:
            claimed[uuid] = Claimed(key, generation - 1, {})
        if provider_id is not None:
            claimed[uuid].held[provider_id, class_id] = used
    return claimed


def _claim_known(ctx, claimant):
    """Claim a consumer whose owner is known; return a row about it.

    Returns none, and has done nothing, where the owner is not.
    """
    if not dialects.may_insert_selected(ctx.connection):
        return []
    result = ctx.connection.execute(
        claiming.of_known(
            ctx.connection.dialect.name, claimant.type is not None
        ),
        {
            'of_uuid': claimant.uuid,
            'of_project': claimant.owner.project,
            'of_user': claimant.owner.user,
            'of_type': claimant.type,
            'now': base.utcnow(),
        },
    )
    return result.all()


def _claim_all(ctx, claimants):
    """Claim consumers; return rows about them where one statement can."""
    ids = owners.ids_of(ctx, claimants)
    typed = any(each.type is not None for each in claimants)
    rows = [
        _row(each, ids, typed)
        for each in sorted(claimants, key=lambda each: each.uuid)
    ]
    if dialects.takes_arrays(ctx.connection):
        result = ctx.connection.execute(
            claiming.of_arrays(typed),
            {**dialects.by_column(rows), 'now': base.utcnow()},
        )
        return result.all()
    ctx.connection.execute(
        claiming.of_rows(ctx.connection.dialect.name, typed), rows
    )
    return []


def expect(claimant, claimed):
    """Raise unless a consumer's generation is the one that is known."""
    if claimant.generation is ANY:
        return
    # An old row that holds something may say 0, too.
    known = claimed.generation > 0 or bool(claimed.held)
    expected = claimed.generation if known else None
    if claimant.generation != expected:
        raise errors.ConsumerGenerationConflict(
            expected='null' if expected is None else expected,
            got=claimant.generation,
        )


_LOCK = (
    sa.select(_consumers.c.id)
    .where(_consumers.c.uuid == sa.bindparam('of_uuid'))
    .with_for_update()
)
_FORGET = _consumers.delete().where(
    _consumers.c.id.in_(sa.bindparam('ids', expanding=True))
)


def lock(ctx, uuid):
    """Return the id of a consumer, its row ours; None where there is none."""
    return ctx.connection.execute(
        _LOCK, {'of_uuid': uuid}
    ).scalar_one_or_none()


def forget(ctx, consumer_ids):
    """Delete consumers that hold nothing any more."""
    ctx.connection.execute(_FORGET, {'ids': sorted(consumer_ids)})


def _row(claimant, ids, typed):
    row = {
        'uuid': claimant.uuid,
        'project_id': ids[_projects, claimant.owner.project],
        'user_id': ids[_users, claimant.owner.user],
        'generation': 1,
    }
    if typed:
        row['consumer_type_id'] = ids[_types, claimant.type]
    return row
