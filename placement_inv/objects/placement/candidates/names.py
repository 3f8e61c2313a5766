"""The ids of the names in a request, and what kind of world it meets."""

from collections.abc import Mapping
import dataclasses

import os_traits
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import errors

_t = tables.placement

#: What a row of the one statement tells about.
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
    nested: bool
    #: The trait of those who share their inventories via aggregates; None
    #: while nobody does.
    sharing_trait: int | None

    @property
    def flat(self):
        """Whether every provider is a tree of its own, shared with nobody."""
        return not self.nested and self.sharing_trait is None


def look_up(ctx, request):
    """Return the Catalog for a request.

    Raises UnknownResourceClass and UnknownTraitsWanted for names that do not
    exist. Unknown aggregates and trees are left out.
    """
    wanted = _names(request)
    found = tuple({} for _ in range(6))
    for kind, number, name in ctx.connection.execute(_STATEMENT, wanted):
        found[kind][name] = number
    for name in wanted['classes']:
        if name not in found[_CLASS]:
            raise errors.UnknownResourceClass(resource_class=name)
    for name in wanted['traits']:
        if name not in found[_TRAIT]:
            raise errors.UnknownTraitsWanted(traits=name)
    return Catalog(
        classes=found[_CLASS],
        traits=found[_TRAIT],
        aggregates=found[_AGGREGATE],
        trees=found[_TREE],
        nested=bool(found[_NESTED]['']),
        sharing_trait=found[_SHARING].get(''),
    )


def _names(request):
    groups = request.groups
    traits = request.root_required | request.root_forbidden
    aggregates = frozenset()
    for group in groups:
        traits = traits.union(group.forbidden, *group.required)
        aggregates = aggregates.union(group.not_member_of, *group.member_of)
    return {
        'classes': sorted({name for g in groups for name, _ in g.resources}),
        'traits': sorted(traits),
        'aggregates': sorted(aggregates),
        'trees': sorted({g.in_tree for g in groups if g.in_tree}),
    }


def _rows(kind, number, name, parameter):
    return sa.select(sa.literal_column(str(kind)), number, name).where(
        name.in_(sa.bindparam(parameter, expanding=True))
    )


def _nested():
    providers = _t.resource_providers
    child = sa.exists().where(providers.c.parent_provider_id.is_not(None))
    return sa.select(
        sa.literal_column(str(_NESTED)),
        sa.case((child, 1), else_=0),
        sa.literal_column("''"),
    )


def _sharing():
    marks = _t.resource_provider_traits
    return (
        sa.select(
            sa.literal_column(str(_SHARING)),
            _t.traits.c.id,
            sa.literal_column("''"),
        )
        .where(_t.traits.c.name == os_traits.MISC_SHARES_VIA_AGGREGATE)
        .where(sa.exists().where(marks.c.trait_id == _t.traits.c.id))
    )


_STATEMENT = sa.union_all(
    _rows(
        _CLASS,
        _t.resource_classes.c.id,
        _t.resource_classes.c.name,
        'classes',
    ),
    _rows(_TRAIT, _t.traits.c.id, _t.traits.c.name, 'traits'),
    _rows(_AGGREGATE, _t.aggregates.c.id, _t.aggregates.c.uuid, 'aggregates'),
    _rows(
        _TREE,
        _t.resource_providers.c.root_provider_id,
        _t.resource_providers.c.uuid,
        'trees',
    ),
    _nested(),
    _sharing(),
)
