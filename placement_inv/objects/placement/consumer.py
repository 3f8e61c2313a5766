"""Consumers: who holds allocations, for which project and user."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.objects.placement import errors

_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users
_types = tables.placement.consumer_types

#: For clients that know of no generation: whatever it is.
ANY = object()

_ONE = sa.literal_column('1')

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


def claim(ctx, claimants):
    """Make sure that consumers exist and are their owners'.

    Returns {uuid: Claimed}. Writers of one consumer take turns.
    """
    ids = _ids_of_owners(ctx, claimants)
    typed = any(each.type is not None for each in claimants)
    taken = ['project_id', 'user_id', *(['consumer_type_id'] * typed)]
    ctx.connection.execute(
        dialects.insert_or_update(
            ctx.connection,
            _consumers,
            key='uuid',
            takes=taken,
            # No parameter: PyMySQL fills none in behind the rows of many.
            changes={'generation': _consumers.c.generation + _ONE},
        ),
        [
            _row(each, ids, typed)
            for each in sorted(claimants, key=lambda each: each.uuid)
        ],
    )
    rows = ctx.connection.execute(
        sa.select(
            _consumers.c.uuid, _consumers.c.id, _consumers.c.generation
        ).where(_consumers.c.uuid.in_([each.uuid for each in claimants]))
    )
    return {uuid: Claimed(key, found - 1) for uuid, key, found in rows}


def expect(claimant, claimed, holds):
    """Raise unless a consumer's generation is the one that is known.

    `holds` tells whether it held anything: an old row may say 0, too.
    """
    if claimant.generation is ANY:
        return
    known = claimed.generation > 0 or holds
    expected = claimed.generation if known else None
    if claimant.generation != expected:
        raise errors.ConsumerGenerationConflict(
            expected='null' if expected is None else expected,
            got=claimant.generation,
        )


def lock(ctx, uuid):
    """Return the id of a consumer, its row ours; None where there is none."""
    return ctx.connection.execute(
        sa.select(_consumers.c.id)
        .where(_consumers.c.uuid == uuid)
        .with_for_update()
    ).scalar_one_or_none()


def forget(ctx, consumer_ids):
    """Delete consumers that hold nothing any more."""
    ctx.connection.execute(
        _consumers.delete().where(_consumers.c.id.in_(sorted(consumer_ids)))
    )


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


#: Tables of names that consumers refer to, and their columns.
_NAMES = {
    _projects: 'external_id',
    _users: 'external_id',
    _types: 'name',
}


def _ids_of_owners(ctx, claimants):
    """Return {(table, name): id} of what consumers refer to.

    What is missing is created. It is looked for before: every insertion
    would lock, on MariaDB, a row that all consumers of a project share.
    """
    wanted = {(_projects, each.owner.project) for each in claimants}
    wanted |= {(_users, each.owner.user) for each in claimants}
    wanted |= {(_types, each.type) for each in claimants if each.type}
    found = _find_names(ctx, wanted)
    missing = sorted(
        wanted - set(found), key=lambda each: (each[0].name, each[1])
    )
    for table, name in missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, table).values(
                {_NAMES[table]: name}
            )
        )
    return found | _find_names(ctx, missing) if missing else found


def _find_names(ctx, wanted):
    selects, tables_by_number = [], dict(enumerate(_NAMES))
    for number, table in tables_by_number.items():
        names = sorted(name for each, name in wanted if each is table)
        column = table.c[_NAMES[table]]
        if names:
            selects.append(
                sa.select(
                    sa.literal_column(str(number)), column, table.c.id
                ).where(column.in_(names))
            )
    rows = ctx.connection.execute(sa.union_all(*selects))
    return {(tables_by_number[row[0]], row[1]): row[2] for row in rows}
