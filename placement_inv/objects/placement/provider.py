"""Resource providers: their rows, and the generations that guard them."""

import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import driver_errors
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors

_providers = tables.placement.resource_providers
_allocations = tables.placement.allocations

#: Tables whose rows are deleted with their provider. A provider with
#: allocations cannot be deleted.
_BELONGINGS = (
    tables.placement.inventories,
    tables.placement.resource_provider_aggregates,
    tables.placement.resource_provider_traits,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """One resource provider: columns of its row."""

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
    """Return the Provider in the caller's transaction.

    Raises ResourceProviderNotFound.
    """
    return _find_one(ctx, _SELECT, uuid, errors.ResourceProviderNotFound)


def find_all(ctx, uuids):
    """Return {uuid: Provider} of those that exist."""
    rows = ctx.connection.execute(
        sa.select(*_COLUMNS).where(_providers.c.uuid.in_(sorted(uuids)))
    )
    return {row.uuid: Provider(*row) for row in rows}


def lock(ctx, uuid):
    """Lock a provider until the commit and return it.

    For writers whose client named no generation: they wait here for each
    other, and `advance` cannot fail afterwards. Raises
    ResourceProviderNotFound.
    """
    return _find_one(
        ctx, _SELECT_LOCKED, uuid, errors.ResourceProviderNotFound
    )


# PERF: built once; to build a statement takes as long as to execute it.
_SELECT = sa.select(*_COLUMNS).where(
    _providers.c.uuid == sa.bindparam('of_uuid')
)
_SELECT_LOCKED = _SELECT.with_for_update(key_share=True)
_SELECT_LOCKED_WHOLE = _SELECT.with_for_update()


def _find_one(ctx, select, uuid, error_class):
    row = ctx.connection.execute(select, {'of_uuid': uuid}).one_or_none()
    if row is None:
        raise error_class(uuid=uuid)
    return Provider(*row)


def join_belongings(columns, belongings, order):
    """Return the select of a provider with its rows in other tables.

    `belongings` is a join that begins with a table that has the column
    `resource_provider_id`. `columns` are columns of the join; the first of
    them is never null. `order` is the column that orders the rows.
    """
    table = belongings.left
    own = table.c.resource_provider_id == _providers.c.id
    return (
        _SELECT.add_columns(*columns)
        .outerjoin_from(_providers, belongings, own)
        .order_by(order)
    )


def find_with_belongings(ctx, select, uuid):
    """Return a Provider and the rows of a select of `join_belongings`.

    One statement reads both, so that the generation matches the rows. Raises
    ResourceProviderNotFound.
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
    """Return the Provider; ResourceProviderNotFound where there is none."""
    return find(ctx, uuid)


@transactions.writer
def create(ctx, uuid, name):
    """Create a root provider and return it; DuplicateProvider."""
    provider_id = insert(ctx, uuid, name)
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == provider_id)
        .values(root_provider_id=provider_id)
    )
    return Provider(provider_id, uuid, name, 0)


def insert(ctx, uuid, name, **place):
    """Insert the row of a new provider; return its id.

    `place` are the columns of its parent and its root. Raises
    DuplicateProvider.
    """
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
    """Rename a provider and return it; its generation does not advance.

    Raises DuplicateProvider, ResourceProviderNotFound.
    """
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
    """Delete a provider with its inventories, aggregates and traits.

    Raises NoProviderToDelete, ParentProvider where it has children,
    ProviderInUse where it has allocations.
    """
    provider = _find_one(
        ctx, _SELECT_LOCKED_WHOLE, uuid, errors.NoProviderToDelete
    )
    has_children, has_allocations = ctx.connection.execute(
        sa.select(_has_children(provider), _has_allocations(provider))
    ).one()
    if has_children:
        raise errors.ParentProvider(uuid=uuid)
    if has_allocations:
        raise errors.ProviderInUse()
    # No transaction can add children or allocations: it waits for our lock.
    _delete(ctx, provider)


def _has_children(provider):
    return sa.exists().where(_providers.c.parent_provider_id == provider.id)


def _has_allocations(provider):
    return sa.exists().where(
        _allocations.c.resource_provider_id == provider.id
    )


def _delete(ctx, provider):
    for table in _BELONGINGS:
        ctx.connection.execute(
            table.delete().where(table.c.resource_provider_id == provider.id)
        )
    # MariaDB refuses to delete a row that refers to itself.
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == provider.id)
        .values(root_provider_id=None)
    )
    ctx.connection.execute(
        _providers.delete().where(_providers.c.id == provider.id)
    )


def check_generation(provider, generation, conflict=errors.GenerationConflict):
    """Raise `conflict` unless `generation` is None or the provider's."""
    if generation is not None and generation != provider.generation:
        raise conflict()


def advance(ctx, provider):
    """Advance the generation that was read, and so lock the row.

    Returns the Provider with the new generation. Raises ProviderChanged where
    the row has another generation by now. Writers of a provider call this
    before they read its inventories, aggregates or traits: under READ
    COMMITTED all that is read afterwards is the newest.
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
    .values(
        generation=_providers.c.generation
        + sa.case(
            (_providers.c.id.in_(sa.bindparam('twice', expanding=True)), 2),
            else_=1,
        )
    )
)


def advance_all(ctx, providers, twice=()):
    """Advance the generations of providers, in one statement.

    The generations of the providers of `twice`, some of `providers`, advance
    by two. Raises ProviderChanged where any provider has another generation
    by now.
    """
    keys = sorted((each.id, each.generation) for each in providers)
    result = ctx.connection.execute(
        _ADVANCE_ALL,
        {
            'ids': [each[0] for each in keys],
            'known': keys,
            'twice': sorted(each.id for each in twice),
        },
    )
    if result.rowcount != len(keys):
        raise errors.ProviderChanged()
