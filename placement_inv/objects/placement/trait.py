"""Traits: what a provider is, beyond what it has."""

import re

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider as providers

_traits = tables.placement.traits
_of_providers = tables.placement.resource_provider_traits

_CUSTOM = 'CUSTOM_'
_CUSTOM_NAME = re.compile(r'CUSTOM_[A-Z0-9_]{1,248}')


@transactions.reader
def exists(ctx, name):
    """Tell whether there is a trait called `name`."""
    return _find(ctx, name) is not None


@transactions.reader
def get(ctx, name):
    """Raise TraitNotFound unless there is a trait called `name`."""
    _require(ctx, name)


@transactions.reader
def list_names(ctx, names=None, prefix=None, associated=None):
    """Return the names of traits in order.

    `names` are those that may be returned, `prefix` is how they start;
    `associated` asks for traits that a provider has (True) or that none has
    (False).
    """
    select = sa.select(_traits.c.name).order_by(_traits.c.name)
    if names is not None:
        select = select.where(_traits.c.name.in_(sorted(set(names))))
    if prefix is not None:
        # Not LIKE, which folds case on SQLite.
        start = sa.func.substr(_traits.c.name, 1, len(prefix))
        select = select.where(start == prefix)
    if associated is not None:
        used = sa.exists().where(_of_providers.c.trait_id == _traits.c.id)
        select = select.where(used if associated else ~used)
    return ctx.connection.execute(select).scalars().all()


@transactions.writer
def create(ctx, name):
    """Create a custom trait; TraitExists where there is one."""
    try:
        ctx.connection.execute(_traits.insert().values(name=name))
    except db_exception.DBDuplicateEntry as error:
        raise errors.TraitExists(trait=name) from error


def ensure(ctx, name):
    """Make sure that a trait exists; tell whether it had to be created."""
    if not _CUSTOM_NAME.fullmatch(name):
        raise errors.InvalidTraitName()
    if exists(ctx, name):
        return False
    try:
        create(ctx, name)
    except errors.TraitExists:
        # Somebody made it since we looked.
        return False
    return True


@transactions.writer
def delete(ctx, name):
    """Delete a custom trait that no provider has."""
    trait_id = _require(ctx, name)
    if not name.startswith(_CUSTOM):
        raise errors.StandardTrait(trait=name)
    try:
        ctx.connection.execute(
            _traits.delete().where(_traits.c.id == trait_id)
        )
    except db_exception.DBReferenceError as error:
        raise errors.TraitInUse(trait=name) from error


@transactions.reader
def list_of_provider(ctx, provider_uuid):
    """Return a provider and the names of its traits in order."""
    provider = providers.find(ctx, provider_uuid)
    rows = ctx.connection.execute(
        sa.select(_traits.c.name)
        .join(_of_providers, _of_providers.c.trait_id == _traits.c.id)
        .where(_of_providers.c.resource_provider_id == provider.id)
        .order_by(_traits.c.name)
    )
    return provider, rows.scalars().all()


@transactions.writer
def replace(ctx, provider_uuid, generation, names):
    """Make `names` all traits of a provider; return it and them in order.

    The generation advances only where something changes. With None as
    `generation` the client named none.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.expect(provider, generation, errors.TraitsGenerationConflict)
    wanted = _ids(ctx, names) if names else {}
    current = _ids_of(ctx, provider)
    gone = current - set(wanted.values())
    new = set(wanted.values()) - current
    if gone or new:
        provider = providers.advance(ctx, provider)
        _remove(ctx, provider, gone)
        _add(ctx, provider, new)
    return provider, sorted(wanted)


def _find(ctx, name):
    return ctx.connection.execute(
        sa.select(_traits.c.id).where(_traits.c.name == name)
    ).scalar_one_or_none()


def _require(ctx, name):
    """Return the id of a trait; TraitNotFound where there is none."""
    trait_id = _find(ctx, name)
    if trait_id is None:
        raise errors.TraitNotFound(trait=name)
    return trait_id


def _ids(ctx, names):
    """Return {name: id}; UnknownTraits names those that do not exist."""
    rows = ctx.connection.execute(
        sa.select(_traits.c.name, _traits.c.id).where(
            _traits.c.name.in_(sorted(set(names)))
        )
    )
    found = {name: trait_id for name, trait_id in rows}
    unknown = sorted(set(names) - set(found))
    if unknown:
        raise errors.UnknownTraits(traits=', '.join(unknown))
    return found


def _ids_of(ctx, provider):
    rows = ctx.connection.execute(
        sa.select(_of_providers.c.trait_id).where(
            _of_providers.c.resource_provider_id == provider.id
        )
    )
    return set(rows.scalars())


def _remove(ctx, provider, trait_ids):
    if trait_ids:
        ctx.connection.execute(
            _of_providers.delete()
            .where(_of_providers.c.resource_provider_id == provider.id)
            .where(_of_providers.c.trait_id.in_(sorted(trait_ids)))
        )


def _add(ctx, provider, trait_ids):
    if trait_ids:
        ctx.connection.execute(
            _of_providers.insert(),
            [
                {'resource_provider_id': provider.id, 'trait_id': trait_id}
                for trait_id in sorted(trait_ids)
            ],
        )
