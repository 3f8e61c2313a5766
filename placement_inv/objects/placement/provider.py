"""Resource providers: who they are, and the generation that guards them."""

import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import driver_errors
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors

_providers = tables.placement.resource_providers
_allocations = tables.placement.allocations

#: Tables whose rows go with their provider; allocations hold it back.
_BELONGINGS = (
    tables.placement.inventories,
    tables.placement.resource_provider_aggregates,
    tables.placement.resource_provider_traits,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """One resource provider as its row says."""

    id: int
    uuid: str
    name: str
    generation: int


_COLUMNS = (
    _providers.c.id,
    _providers.c.uuid,
    _providers.c.name,
    _providers.c.generation,
)


def find(ctx, uuid):
    """Return the provider with `uuid`, inside the caller's transaction."""
    return _one(ctx, _WITH, uuid, errors.ResourceProviderNotFound)


def find_all(ctx, uuids):
    """Return {uuid: Provider} of those that there are."""
    rows = ctx.connection.execute(
        sa.select(*_COLUMNS).where(_providers.c.uuid.in_(sorted(uuids)))
    )
    return {row.uuid: Provider(*row) for row in rows}


def lock(ctx, uuid):
    """Return the provider with `uuid`, its row ours until the commit.

    For writers whose client named no generation: they queue here, and
    `advance` cannot fail after it.
    """
    return _one(ctx, _LOCKED, uuid, errors.ResourceProviderNotFound)


# PERF: made once; to put a statement together takes as long as to send it.
_WITH = sa.select(*_COLUMNS).where(
    _providers.c.uuid == sa.bindparam('of_uuid')
)
_LOCKED = _WITH.with_for_update(key_share=True)
_LOCKED_WHOLE = _WITH.with_for_update()


def _one(ctx, select, uuid, missing):
    row = ctx.connection.execute(select, {'of_uuid': uuid}).one_or_none()
    if row is None:
        raise missing(uuid=uuid)
    return Provider(*row)


def join_belongings(columns, belongings, order):
    """Return the select of a provider and of what belongs to it.

    Each row has one of the `belongings`, which are in the order of a column;
    the first of their `columns` is never null. They begin with a table that
    names the provider.
    """
    table = belongings.left
    own = table.c.resource_provider_id == _providers.c.id
    return (
        _WITH.add_columns(*columns)
        .outerjoin_from(_providers, belongings, own)
        .order_by(order)
    )


def find_with_belongings(ctx, select, uuid):
    """Return a provider and its belongings, with a select of `beside`.

    They are of one moment, so that the generation is that of the belongings.
    """
    rows = ctx.connection.execute(select, {'of_uuid': uuid}).all()
    if not rows:
        raise errors.ResourceProviderNotFound(uuid=uuid)
    width = len(_COLUMNS)
    return Provider(*rows[0][:width]), [
        row[width:] for row in rows if row[width] is not None
    ]


@transactions.reader
def get(ctx, uuid):
    """Return the provider with `uuid`."""
    return find(ctx, uuid)


@transactions.writer
def create(ctx, uuid, name):
    """Create a root provider and return it."""
    provider_id = insert(ctx, uuid, name)
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == provider_id)
        .values(root_provider_id=provider_id)
    )
    return Provider(provider_id, uuid, name, 0)


def insert(ctx, uuid, name, **place):
    """Insert the row of a new provider, with its `place`; return its id."""
    try:
        result = ctx.connection.execute(
            _providers.insert().values(
                uuid=uuid, name=name, generation=0, **place
            )
        )
    except db_exception.DBDuplicateEntry as error:
        of_name = driver_errors.duplicate_key(error).endswith('name')
        what = f'name: {name}' if of_name else f'uuid: {uuid}'
        raise errors.DuplicateProvider(what=what) from error
    return result.inserted_primary_key[0]


@transactions.writer
def rename(ctx, uuid, name):
    """Give a provider another name and return it; no generation is spent."""
    try:
        ctx.connection.execute(
            _providers.update()
            .where(_providers.c.uuid == uuid)
            .values(name=name)
        )
    except db_exception.DBDuplicateEntry as error:
        raise errors.DuplicateProvider(what=name) from error
    return find(ctx, uuid)


@transactions.writer
def delete(ctx, uuid):
    """Delete a provider and its belongings, unless something needs it."""
    found = _one(ctx, _LOCKED_WHOLE, uuid, errors.NoProviderToDelete)
    children, allocated = ctx.connection.execute(
        sa.select(_exist_children(found), _exist_allocations(found))
    ).one()
    if children:
        raise errors.ParentProvider(uuid=uuid)
    if allocated:
        raise errors.ProviderInUse()
    # From here on nobody adds to it: whoever would, waits for our lock.
    _delete(ctx, found)


def _exist_children(provider):
    return sa.exists().where(_providers.c.parent_provider_id == provider.id)


def _exist_allocations(provider):
    return sa.exists().where(
        _allocations.c.resource_provider_id == provider.id
    )


def _delete(ctx, provider):
    for table in _BELONGINGS:
        ctx.connection.execute(
            table.delete().where(table.c.resource_provider_id == provider.id)
        )
    # MariaDB keeps a row that refers to itself.
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == provider.id)
        .values(root_provider_id=None)
    )
    ctx.connection.execute(
        _providers.delete().where(_providers.c.id == provider.id)
    )


def expect(provider, generation, conflict=errors.GenerationConflict):
    """Raise unless `generation`, if any, is what the provider's row says."""
    if generation is not None and generation != provider.generation:
        raise conflict()


def advance(ctx, provider):
    """Bump the generation that was read, and so lock the row; 409 if stale.

    Writers of a provider call this before they look at what hangs on it:
    under READ COMMITTED everything read afterwards is the newest.
    """
    result = ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == provider.id)
        .where(_providers.c.generation == provider.generation)
        .values(generation=provider.generation + 1)
    )
    if not result.rowcount:
        raise errors.ProviderChanged()
    return dataclasses.replace(provider, generation=provider.generation + 1)


_ADVANCE_ALL = (
    _providers.update()
    .where(_providers.c.id.in_(sa.bindparam('ids', expanding=True)))
    .where(
        sa.tuple_(_providers.c.id, _providers.c.generation).in_(
            sa.bindparam('known', expanding=True)
        )
    )
    .values(generation=_providers.c.generation + 1)
)


def advance_all(ctx, providers):
    """Bump the generations of providers as `advance` does, at once."""
    known = sorted((each.id, each.generation) for each in providers)
    result = ctx.connection.execute(
        _ADVANCE_ALL, {'ids': [each[0] for each in known], 'known': known}
    )
    if result.rowcount != len(known):
        raise errors.ProviderChanged()
