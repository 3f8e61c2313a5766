"""What a list of providers can be asked for, and the SQL that asks it."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import fitting
from placement_inv.objects.placement import provider_conditions

_providers = tables.placement.resource_providers
_aggregates = tables.placement.aggregates
_memberships = tables.placement.resource_provider_aggregates
_inventories = tables.placement.inventories
_provider_traits = tables.placement.resource_provider_traits
_members = _providers.alias('members')


@dataclasses.dataclass(frozen=True, slots=True)
class ProviderFilter:
    """What the wanted providers have in common; None and () ask nothing."""

    name: str | None = None
    uuid: str | None = None
    #: Sets of aggregates: a member of at least one of each set.
    member_of: tuple[frozenset[str], ...] = ()
    #: Aggregates: a member of none of them.
    not_member_of: frozenset[str] = frozenset()
    #: Sets of traits: at least one of each set.
    required: tuple[frozenset[str], ...] = ()
    #: Traits: none of them.
    forbidden: frozenset[str] = frozenset()
    #: A provider in the wanted tree.
    in_tree: str | None = None
    #: (resource class, amount) pairs: room for each of them.
    resources: tuple[tuple[str, int], ...] = ()


def conditions(wanted, classes, traits):
    """Return what must hold of a row of resource_providers.

    `classes` and `traits` map the names that `wanted` has to their ids.
    """
    found = []
    if wanted.name is not None:
        found.append(_providers.c.name == wanted.name)
    if wanted.uuid is not None:
        found.append(_providers.c.uuid == wanted.uuid)
    if wanted.in_tree is not None:
        found.append(_is_in_tree(wanted.in_tree))
    found.extend(_is_member_of(uuids) for uuids in wanted.member_of)
    if wanted.not_member_of:
        found.append(~_is_member_of(wanted.not_member_of))
    found.extend(
        _has_one_of(traits[name] for name in names)
        for names in wanted.required
    )
    if wanted.forbidden:
        found.append(~_has_one_of(traits[name] for name in wanted.forbidden))
    found.extend(
        _has_room(classes[name], amount) for name, amount in wanted.resources
    )
    return found


def _is_member_of(uuids):
    aggregate_ids = sa.select(_aggregates.c.id).where(
        _aggregates.c.uuid.in_(sorted(uuids))
    )
    return sa.exists().where(
        provider_conditions.is_member(
            _memberships, _providers.c.id, aggregate_ids
        )
    )


def _is_in_tree(uuid):
    root = (
        sa.select(_members.c.root_provider_id)
        .where(_members.c.uuid == uuid)
        .scalar_subquery()
    )
    return _providers.c.root_provider_id == root


def _has_one_of(trait_ids):
    return sa.exists().where(
        provider_conditions.has_trait(
            _provider_traits, _providers.c.id, sorted(trait_ids)
        )
    )


def _has_room(class_id, amount):
    # Wider than any column: a client may ask for more than there can be.
    amount = sa.literal(amount, sa.BigInteger)
    return sa.exists().where(
        _inventories.c.resource_provider_id == _providers.c.id,
        _inventories.c.resource_class_id == class_id,
        *fitting.conditions(_inventories.c, amount),
    )
