"""The ids of the names in a request; whether providers are nested or share."""

from collections.abc import Mapping
import dataclasses

import os_traits
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import errors

_t = tables.placement

#: The kinds of rows of the statement.
_CLASS, _TRAIT, _AGGREGATE, _TREE, _NESTED, _SHARING = range(6)


@dataclasses.dataclass(frozen=True, slots=True)
class Catalog:
    """Ids by name, of those names in a request that exist.

    `trees` maps the UUID of any provider to the id of its root.
    """

    classes: Mapping[str, int]
    traits: Mapping[str, int]
    aggregates: Mapping[str, int]
    trees: Mapping[str, int]
    #: Whether any provider has a parent.
    is_nested: bool
    #: The id of the trait of providers that share their inventories via
    #: aggregates; None where no provider has it.
    sharing_trait: int | None

    @property
    def is_flat(self):
        """Whether no provider is nested, and none shares."""
        return not self.is_nested and self.sharing_trait is None


def look_up(ctx, request):
    """Return the Catalog for a request.

    Raises UnknownResourceClass and UnknownTraitsInQuery for names that do not
    exist. Unknown aggregates and trees are left out.
    """
    names = _collect_names(request)
    ids = tuple({} for _ in range(6))
    for kind, number, name in ctx.connection.execute(_STATEMENT, names):
        ids[kind][name] = number
    for name in names['classes']:
        if name not in ids[_CLASS]:
            raise errors.UnknownResourceClass(resource_class=name)
    for name in names['traits']:
        if name not in ids[_TRAIT]:
            raise errors.UnknownTraitsInQuery(traits=name)
    return Catalog(
        classes=ids[_CLASS],
        traits=ids[_TRAIT],
        aggregates=ids[_AGGREGATE],
        trees=ids[_TREE],
        is_nested=bool(ids[_NESTED]['']),
        sharing_trait=ids[_SHARING].get(''),
    )


def _collect_names(request):
    groups = request.groups
    traits = request.root_required | request.root_forbidden
    aggregates = frozenset()
    for group in groups:
        traits = traits.union(group.forbidden_traits, *group.required_traits)
        aggregates = aggregates.union(group.not_member_of, *group.member_of)
    return {
        'classes': sorted({name for g in groups for name, _ in g.resources}),
        'traits': sorted(traits),
        'aggregates': sorted(aggregates),
        'trees': sorted({g.in_tree for g in groups if g.in_tree}),
    }


def _select_names(kind, number, name, parameter):
    return sa.select(sa.literal_column(str(kind)), number, name).where(
        name.in_(sa.bindparam(parameter, expanding=True))
    )


def _select_nested():
    providers = _t.resource_providers
    child = sa.exists().where(providers.c.parent_provider_id.is_not(None))
    return sa.select(
        sa.literal_column(str(_NESTED)),
        sa.case((child, 1), else_=0),
        sa.literal_column("''"),
    )


def _select_sharing():
    provider_traits = _t.resource_provider_traits
    return (
        sa.select(
            sa.literal_column(str(_SHARING)),
            _t.traits.c.id,
            sa.literal_column("''"),
        )
        .where(_t.traits.c.name == os_traits.MISC_SHARES_VIA_AGGREGATE)
        .where(sa.exists().where(provider_traits.c.trait_id == _t.traits.c.id))
    )


_STATEMENT = sa.union_all(
    _select_names(
        _CLASS,
        _t.resource_classes.c.id,
        _t.resource_classes.c.name,
        'classes',
    ),
    _select_names(_TRAIT, _t.traits.c.id, _t.traits.c.name, 'traits'),
    _select_names(
        _AGGREGATE, _t.aggregates.c.id, _t.aggregates.c.uuid, 'aggregates'
    ),
    _select_names(
        _TREE,
        _t.resource_providers.c.root_provider_id,
        _t.resource_providers.c.uuid,
        'trees',
    ),
    _select_nested(),
    _select_sharing(),
)
