"""The filters of a list of providers, and their SQL conditions."""

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
    """The conditions that each listed provider satisfies.

    None and empty values are no condition.
    """

    name: str | None = None
    uuid: str | None = None
    #: Sets of aggregates: a member of at least one of each set.
    member_of: tuple[frozenset[str], ...] = ()
    #: Aggregates: a member of none of them.
    not_member_of: frozenset[str] = frozenset()
    #: Sets of traits: at least one of each set.
    required_traits: tuple[frozenset[str], ...] = ()
    #: Traits: none of them.
    forbidden_traits: frozenset[str] = frozenset()
    #: The UUID of a provider in the same tree.
    in_tree: str | None = None
    #: (resource class, amount) pairs: the provider has room for each.
    resources: tuple[tuple[str, int], ...] = ()


def build_conditions(provider_filter, classes, traits):
    """Return the conditions on a row of resource_providers, in a list.

    `classes` and `traits` map the names in `provider_filter` to their ids.
    """
    clauses = []
    if provider_filter.name is not None:
        clauses.append(_providers.c.name == provider_filter.name)
    if provider_filter.uuid is not None:
        clauses.append(_providers.c.uuid == provider_filter.uuid)
    if provider_filter.in_tree is not None:
        clauses.append(_is_in_tree(provider_filter.in_tree))
    clauses.extend(_is_member_of(uuids) for uuids in provider_filter.member_of)
    if provider_filter.not_member_of:
        clauses.append(~_is_member_of(provider_filter.not_member_of))
    clauses.extend(
        _has_one_of(traits[name] for name in names)
        for names in provider_filter.required_traits
    )
    if provider_filter.forbidden_traits:
        clauses.append(
            ~_has_one_of(
                traits[name] for name in provider_filter.forbidden_traits
            )
        )
    clauses.extend(
        _has_room(classes[name], amount)
        for name, amount in provider_filter.resources
    )
    return clauses


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
    # Wider than the columns: the amount in a query may exceed their range.
    amount = sa.literal(amount, sa.BigInteger)
    return sa.exists().where(
        _inventories.c.resource_provider_id == _providers.c.id,
        _inventories.c.resource_class_id == class_id,
        *fitting.conditions(_inventories.c, amount),
    )
