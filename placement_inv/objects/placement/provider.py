"""Resource providers: who they are, and the generation that guards them."""

import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions

_providers = tables.placement.resource_providers


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
    row = ctx.connection.execute(
        sa.select(*_COLUMNS).where(_providers.c.uuid == uuid)
    ).one_or_none()
    if row is None:
        raise exceptions.ResourceProviderNotFound(uuid=uuid)
    return Provider(*row)


@transactions.reader
def get(ctx, uuid):
    """Return the provider with `uuid`."""
    return find(ctx, uuid)


@transactions.writer
def create(ctx, uuid, name):
    """Create a root provider and return it."""
    try:
        result = ctx.connection.execute(
            _providers.insert().values(uuid=uuid, name=name, generation=0)
        )
    except db_exception.DBDuplicateEntry as error:
        raise _duplicate(error, uuid, name) from error
    provider_id = result.inserted_primary_key[0]
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == provider_id)
        .values(root_provider_id=provider_id)
    )
    return Provider(provider_id, uuid, name, 0)


def _duplicate(error, uuid, name):
    field = 'name' if any('name' in c for c in error.columns) else 'uuid'
    return exceptions.DuplicateProvider(
        field=field, value=name if field == 'name' else uuid
    )


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
        raise exceptions.GenerationConflict()
    return dataclasses.replace(provider, generation=provider.generation + 1)
