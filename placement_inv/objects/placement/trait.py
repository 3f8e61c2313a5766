"""Traits: qualities of providers."""

import dataclasses
import datetime
import re

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider as providers

_traits = tables.placement.traits
_provider_traits = tables.placement.resource_provider_traits

_CUSTOM = 'CUSTOM_'
_CUSTOM_NAME = re.compile(r'CUSTOM_[A-Z0-9_]{1,248}')


@dataclasses.dataclass(frozen=True, slots=True)
class Trait:
    """One trait: columns of its row."""

    id: int
    name: str
    updated_at: datetime.datetime


_SELECT = sa.select(_traits.c.id, _traits.c.name, _traits.c.updated_at)


def find_ids(ctx, names):
    """Return {name: id}; UnknownTraitsInQuery names the unknown ones."""
    ids = {each.name: each.id for each in _find_by_names(ctx, names).values()}
    unknown = sorted(set(names) - set(ids))
    if unknown:
        raise errors.UnknownTraitsInQuery(traits=', '.join(unknown))
    return ids


@transactions.reader
def get(ctx, name):
    """Return the trait called `name`; TraitNotFound."""
    return _find(ctx, name)


@transactions.reader
def list_all(ctx, names=None, prefix=None, is_associated=None):
    """Return traits in the order of their names.

    `names` selects the traits with these names, `prefix` those whose name
    begins with it (case counts);
    `is_associated` selects traits that a provider has (True) or that no
    provider has (False).
    """
    select = _SELECT.order_by(_traits.c.name)
    if names is not None:
        select = select.where(_traits.c.name.in_(sorted(set(names))))
    if prefix is not None:
        # Not LIKE, which folds case on SQLite.
        start = sa.func.substr(_traits.c.name, 1, len(prefix))
        select = select.where(start == prefix)
    if is_associated is not None:
        has_provider = sa.exists().where(
            _provider_traits.c.trait_id == _traits.c.id
        )
        select = select.where(has_provider if is_associated else ~has_provider)
    return [Trait(*row) for row in ctx.connection.execute(select)]


@transactions.writer
def create(ctx, name):
    """Create a custom trait and return it; TraitExists."""
    try:
        ctx.connection.execute(_traits.insert().values(name=name))
    except db_exception.DBDuplicateEntry as error:
        raise errors.TraitExists(trait=name) from error
    return _find(ctx, name)


def ensure(ctx, name):
    """Return (the trait called `name`, whether it was created).

    Raises InvalidTraitName.
    """
    if not _CUSTOM_NAME.fullmatch(name):
        raise errors.InvalidTraitName()
    try:
        return get(ctx, name), False
    except errors.TraitNotFound:
        try:
            return create(ctx, name), True
        except errors.TraitExists:
            # Another transaction has created it meanwhile.
            return get(ctx, name), False


@transactions.writer
def delete(ctx, name):
    """Delete a custom trait; TraitNotFound, StandardTrait, TraitInUse."""
    trait = _find(ctx, name)
    if not name.startswith(_CUSTOM):
        raise errors.StandardTrait(trait=name)
    try:
        ctx.connection.execute(
            _traits.delete().where(_traits.c.id == trait.id)
        )
    except db_exception.DBReferenceError as error:
        raise errors.TraitInUse(trait=name) from error


_OF_PROVIDER = providers.join_belongings(
    (_traits.c.id, _traits.c.name, _traits.c.updated_at),
    _provider_traits.join(_traits),
    order=_traits.c.name,
)


@transactions.reader
def list_of_provider(ctx, provider_uuid):
    """Return a provider and its traits in the order of their names."""
    provider, rows = providers.find_with_belongings(
        ctx, _OF_PROVIDER, provider_uuid
    )
    return provider, [Trait(*row) for row in rows]


@transactions.writer
def replace(ctx, provider_uuid, generation, names):
    """Replace the traits of a provider; return it and its Traits by name.

    The generation advances only where something changes. `generation` is the
    one in the request, None where it has none. Raises
    ResourceProviderNotFound, GenerationConflictOfPart, UnknownTraits, and
    ProviderChanged where another transaction writes meanwhile.
    """
    provider = providers.find(ctx, provider_uuid)
    providers.check_generation(
        provider, generation, errors.GenerationConflictOfPart
    )
    traits = _find_all(ctx, names) if names else []
    current_ids = _find_ids_of_provider(ctx, provider)
    new_ids = {each.id for each in traits}
    obsolete = current_ids - new_ids
    missing = new_ids - current_ids
    if obsolete or missing:
        provider = providers.advance(ctx, provider)
        _delete(ctx, provider, obsolete)
        _insert(ctx, provider, missing)
    return provider, traits


def _find(ctx, name):
    """Return a trait; TraitNotFound where there is none."""
    row = ctx.connection.execute(
        _SELECT.where(_traits.c.name == name)
    ).one_or_none()
    if row is None:
        raise errors.TraitNotFound(trait=name)
    return Trait(*row)


def _find_by_names(ctx, names):
    """Return {name: Trait} of those among `names` that exist, in order."""
    rows = ctx.connection.execute(
        _SELECT.where(_traits.c.name.in_(sorted(set(names)))).order_by(
            _traits.c.name
        )
    )
    return {row.name: Trait(*row) for row in rows}


def _find_all(ctx, names):
    """Return traits; UnknownTraits names those that do not exist."""
    traits = _find_by_names(ctx, names)
    unknown = sorted(set(names) - set(traits))
    if unknown:
        raise errors.UnknownTraits(traits=', '.join(unknown))
    return list(traits.values())


def _find_ids_of_provider(ctx, provider):
    rows = ctx.connection.execute(
        sa.select(_provider_traits.c.trait_id).where(
            _provider_traits.c.resource_provider_id == provider.id
        )
    )
    return set(rows.scalars())


def _delete(ctx, provider, trait_ids):
    if trait_ids:
        ctx.connection.execute(
            _provider_traits.delete()
            .where(_provider_traits.c.resource_provider_id == provider.id)
            .where(_provider_traits.c.trait_id.in_(sorted(trait_ids)))
        )


def _insert(ctx, provider, trait_ids):
    if trait_ids:
        ctx.connection.execute(
            _provider_traits.insert(),
            [
                {'resource_provider_id': provider.id, 'trait_id': trait_id}
                for trait_id in sorted(trait_ids)
            ],
        )
