"""Consumers: they have allocations, a project and a user."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db.tables import base
from placement_inv.objects.placement import consumer_statements
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import owners

_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users
_types = tables.placement.consumer_types

#: The generation in requests of versions without consumer generations: it
#: conflicts with none.
ANY = object()

#: The type that consumers without a type show.
UNKNOWN_TYPE = 'unknown'


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """The project and the user of a consumer, by their external ids."""

    project: str
    user: str


@dataclasses.dataclass(frozen=True, slots=True)
class Consumer:
    """One consumer: columns of its row and of the rows it refers to."""

    uuid: str
    generation: int
    owner: Owner
    type: str


#: Columns of a Consumer, for selects from `FROM_CLAUSE`.
COLUMNS = (
    _consumers.c.uuid,
    _consumers.c.generation,
    _projects.c.external_id,
    _users.c.external_id,
    sa.func.coalesce(_types.c.name, UNKNOWN_TYPE),
)
FROM_CLAUSE = (
    _consumers.join(_projects, _projects.c.id == _consumers.c.project_id)
    .join(_users, _users.c.id == _consumers.c.user_id)
    .outerjoin(_types, _types.c.id == _consumers.c.consumer_type_id)
)


def from_row(uuid, generation, project, user, kind):
    """Return the Consumer in a row of `COLUMNS`."""
    return Consumer(uuid, generation, Owner(project, user), kind)


@dataclasses.dataclass(frozen=True, slots=True)
class ConsumerRequest:
    """A consumer as a request describes it.

    `generation` is the one in the request: None where the client creates the
    consumer, ANY where the version has no generations. With None as `type`
    the consumer keeps its type.
    """

    uuid: str
    owner: Owner
    generation: int | object | None = ANY
    type: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class LockedConsumer:
    """A consumer whose row is locked until the commit."""

    id: int
    #: The generation of the row before the lock; 0 where there was no row.
    generation: int
    #: {(provider id, class id): amount}
    allocations: dict


# PERF: the statements of claims are built once: to build one takes as long
# as to execute it.
_SELECT_WITH_ALLOCATIONS = (
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


def lock_all(ctx, requests):
    """Lock the consumers of requests, creating those that do not exist.

    The consumers get the owners and types of the requests. Returns
    {uuid: LockedConsumer}. Writers of one consumer wait for each other.
    """
    rows = []
    if len(requests) == 1:
        rows = _lock_with_known_owner(ctx, requests[0])
    rows = rows or _lock_all(ctx, requests)
    if rows and all(each.generation == 1 and not each.holds for each in rows):
        return {each.uuid: LockedConsumer(each.id, 0, {}) for each in rows}
    allocation_rows = ctx.connection.execute(
        _SELECT_WITH_ALLOCATIONS, {'uuids': [each.uuid for each in requests]}
    )
    consumers = {}
    for (
        uuid,
        own_id,
        generation,
        provider_id,
        class_id,
        used,
    ) in allocation_rows:
        if uuid not in consumers:
            consumers[uuid] = LockedConsumer(own_id, generation - 1, {})
        if provider_id is not None:
            consumers[uuid].allocations[provider_id, class_id] = used
    return consumers


def _lock_with_known_owner(ctx, request):
    """Lock a consumer whose project and user exist; return a list of its row.

    Returns an empty list, and has done nothing, where they do not exist.
    """
    if not dialects.may_insert_selected(ctx.connection):
        return []
    result = ctx.connection.execute(
        consumer_statements.upsert_with_owner(
            ctx.connection.dialect.name, request.type is not None
        ),
        {
            'of_uuid': request.uuid,
            'of_project': request.owner.project,
            'of_user': request.owner.user,
            'of_type': request.type,
            'now': base.utcnow(),
        },
    )
    return result.all()


def _lock_all(ctx, requests):
    """Lock consumers; return their rows where the statement returns rows.

    Returns an empty list on the other databases.
    """
    ids = owners.find_or_create_ids(ctx, requests)
    has_type = any(each.type is not None for each in requests)
    rows = [
        _row(each, ids, has_type)
        for each in sorted(requests, key=lambda each: each.uuid)
    ]
    if dialects.accepts_arrays(ctx.connection):
        result = ctx.connection.execute(
            consumer_statements.upsert_arrays(has_type),
            {**dialects.group_by_column(rows), 'now': base.utcnow()},
        )
        return result.all()
    ctx.connection.execute(
        consumer_statements.upsert_rows(ctx.connection.dialect.name, has_type),
        rows,
    )
    return []


def check_generation(request, consumer):
    """Raise ConsumerGenerationConflict unless the generations are equal.

    `request` is the ConsumerRequest, `consumer` its LockedConsumer.
    """
    if request.generation is ANY:
        return
    # A row that has allocations may have generation 0, too.
    exists = consumer.generation > 0 or bool(consumer.allocations)
    current_generation = consumer.generation if exists else None
    if request.generation != current_generation:
        raise errors.ConsumerGenerationConflict(
            expected=(
                'null' if current_generation is None else current_generation
            ),
            got=request.generation,
        )


_LOCK = (
    sa.select(_consumers.c.id)
    .where(_consumers.c.uuid == sa.bindparam('of_uuid'))
    .with_for_update()
)
_DELETE_ALL = _consumers.delete().where(
    _consumers.c.id.in_(sa.bindparam('ids', expanding=True))
)


def lock(ctx, uuid):
    """Lock a consumer; return its id, None where there is no consumer."""
    return ctx.connection.execute(
        _LOCK, {'of_uuid': uuid}
    ).scalar_one_or_none()


def delete_all(ctx, consumer_ids):
    """Delete consumers that have no allocations."""
    ctx.connection.execute(_DELETE_ALL, {'ids': sorted(consumer_ids)})


def _row(request, ids, has_type):
    row = {
        'uuid': request.uuid,
        'project_id': ids[_projects, request.owner.project],
        'user_id': ids[_users, request.owner.user],
        'generation': 1,
    }
    if has_type:
        row['consumer_type_id'] = ids[_types, request.type]
    return row
