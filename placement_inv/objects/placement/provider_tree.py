"""Trees of providers: their parents and roots.

A writer that changes a tree locks every provider in it, so that the root in
each row is the one that the parents lead to.
"""

import dataclasses
import datetime
import typing

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider as providers
from placement_inv.objects.placement import provider_filters
from placement_inv.objects.placement import resource_class
from placement_inv.objects.placement import trait

#: Instead of the UUID of a parent: the provider keeps its parent.
KEEP = object()

_providers = tables.placement.resource_providers
_parents = _providers.alias('parents')
_roots = _providers.alias('roots')


class Node(typing.NamedTuple):
    """A provider with its place in a tree.

    PERF: lists have thousands, and a tuple takes the least time to make.
    """

    uuid: str
    name: str
    generation: int
    updated_at: datetime.datetime
    root_uuid: str
    parent_uuid: str | None


_NODES = (
    sa.select(
        _providers.c.uuid,
        _providers.c.name,
        _providers.c.generation,
        _providers.c.updated_at,
        _roots.c.uuid,
        _parents.c.uuid,
    )
    .join_from(
        _providers, _roots, _roots.c.id == _providers.c.root_provider_id
    )
    .outerjoin(_parents, _parents.c.id == _providers.c.parent_provider_id)
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """The place of a provider in its tree, by ids."""

    id: int
    uuid: str
    parent_id: int | None
    root_id: int


_PLACES = sa.select(
    _providers.c.id,
    _providers.c.uuid,
    _providers.c.parent_provider_id,
    _providers.c.root_provider_id,
)


# PERF: built once; to build a statement takes as long as to execute it.
_NODE = _NODES.where(_providers.c.uuid == sa.bindparam('of_uuid'))


@transactions.reader
def get(ctx, uuid):
    """Return the Node of a provider; ResourceProviderNotFound."""
    row = ctx.connection.execute(_NODE, {'of_uuid': uuid}).one_or_none()
    if row is None:
        raise errors.ResourceProviderNotFound(uuid=uuid)
    return Node._make(row)


@transactions.reader
def list_matching(ctx, provider_filter):
    """Return the Nodes that satisfy a ProviderFilter, oldest first."""
    classes = [name for name, _amount in provider_filter.resources]
    traits = provider_filter.forbidden_traits.union(
        *provider_filter.required_traits
    )
    conditions = provider_filters.build_conditions(
        provider_filter,
        resource_class.find_ids(ctx, classes) if classes else {},
        trait.find_ids(ctx, traits) if traits else {},
    )
    rows = ctx.connection.execute(
        _NODES.where(*conditions).order_by(_providers.c.id)
    )
    # PERF: to fetch all rows at once is faster.
    return list(map(Node._make, rows.all()))


@transactions.writer
def create(ctx, uuid, name, parent_uuid=None):
    """Create a provider below its parent, or a root; return its Node.

    Raises ActionFailed for a bad parent, DuplicateProvider.
    """
    if parent_uuid is None:
        providers.create(ctx, uuid, name)
        return get(ctx, uuid)
    if parent_uuid == uuid:
        raise errors.ActionFailed(
            action='create', reason=_OWN_PARENT, name=name, uuid=uuid
        )
    # The lock makes a writer that moves the parent's tree wait for the child.
    row = ctx.connection.execute(
        _PLACES.where(_providers.c.uuid == parent_uuid).with_for_update(
            key_share=True
        )
    ).one_or_none()
    if row is None:
        raise errors.ActionFailed(
            action='create', reason=_NO_PARENT, name=name, uuid=uuid
        )
    parent = _Place(*row)
    providers.insert(
        ctx,
        uuid,
        name,
        parent_provider_id=parent.id,
        root_provider_id=parent.root_id,
    )
    return get(ctx, uuid)


@transactions.writer
def update(ctx, uuid, name, parent_uuid, may_move):
    """Rename a provider and move it to a parent; return its Node.

    `parent_uuid` is None for a root, KEEP for no move. Without `may_move`
    only a root may get a parent. Raises ActionFailed for a bad move,
    DuplicateProvider, ResourceProviderNotFound.
    """
    current = get(ctx, uuid)
    if parent_uuid is not KEEP and parent_uuid != current.parent_uuid:
        _move(ctx, uuid, parent_uuid, may_move)
    providers.rename(ctx, uuid, name)
    return get(ctx, uuid)


_OWN_PARENT = (
    'parent provider UUID cannot be same as UUID. Please set parent provider '
    'UUID to None if there is no parent.'
)
_NO_PARENT = 'parent provider UUID does not exist.'
_NOT_MOVED = 're-parenting a provider is not currently allowed.'
_NOT_FREED = 'un-parenting a provider is not currently allowed.'
_LOOP = 'creating loop in the provider tree is not allowed.'

#: Attempts to lock trees: they may change while a writer waits for the locks.
_MOST_LOCKINGS = 10


def _move(ctx, uuid, parent_uuid, may_move):
    """Move a provider and all below it to another parent, or to none."""
    places = _lock_trees(ctx, [uuid, parent_uuid])
    places_by_uuid = {place.uuid: place for place in places}
    if uuid not in places_by_uuid:
        raise errors.ResourceProviderNotFound(uuid=uuid)
    place, parent = places_by_uuid[uuid], places_by_uuid.get(parent_uuid)
    subtree = _subtree(place, places)
    _check_move(place, parent_uuid, parent, subtree, may_move)
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id.in_(subtree))
        .values(root_provider_id=parent.root_id if parent else place.id)
    )
    ctx.connection.execute(
        _providers.update()
        .where(_providers.c.id == place.id)
        .values(parent_provider_id=parent.id if parent else None)
    )


def _check_move(place, parent_uuid, parent, subtree, may_move):
    if parent_uuid is not None and parent is None:
        raise errors.ActionFailed(action='create', reason=_NO_PARENT)
    if parent is None:
        if not may_move:
            raise errors.ActionFailed(action='update', reason=_NOT_FREED)
        return
    if not may_move and place.parent_id not in (None, parent.id):
        raise errors.ActionFailed(action='update', reason=_NOT_MOVED)
    if parent.id in subtree:
        raise errors.ActionFailed(action='update', reason=_LOOP)


def _lock_trees(ctx, uuids):
    """Lock the trees of providers; return the _Places in them."""
    roots = sa.select(_providers.c.root_provider_id).where(
        _providers.c.uuid.in_([uuid for uuid in uuids if uuid is not None])
    )
    in_trees = _PLACES.where(_providers.c.root_provider_id.in_(roots))
    locked_ids = set()
    for _ in range(_MOST_LOCKINGS):
        places = [_Place(*row) for row in ctx.connection.execute(in_trees)]
        ids = {place.id for place in places}
        if ids <= locked_ids:
            return places
        # The trees may change until this transaction has all the locks.
        ctx.connection.execute(
            sa.select(_providers.c.id)
            .where(_providers.c.id.in_(sorted(ids)))
            .order_by(_providers.c.id)
            .with_for_update(key_share=True)
        ).all()
        locked_ids |= ids
    raise errors.ProviderChanged()


def _subtree(top, places):
    """Return the ids of a provider and of all below it."""
    children = {}
    for place in places:
        children.setdefault(place.parent_id, []).append(place.id)
    subtree, level = [], [top.id]
    while level:
        subtree += level
        level = [child for each in level for child in children.get(each, ())]
    return sorted(subtree)
