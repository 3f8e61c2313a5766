"""Whether what is kept twice still agrees, and how it agrees again.

Rows that go through the doors of this package cannot disagree. A backup that
was put back in part, or a hand in the database, makes them.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions

_allocations = tables.placement.allocations
_classes = tables.placement.resource_classes
_consumers = tables.placement.consumers
_inventories = tables.placement.inventories
_providers = tables.placement.resource_providers


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One place where two things disagree, in words for the operator."""

    what: str
    place: str
    stored: str
    should_be: str
    #: Whether `repair` knows what is right.
    repairable: bool = True


@transactions.reader
def examine(ctx):
    """Return what is wrong: counters, then consumers, then trees."""
    return [
        *_wrong_counters(ctx),
        *_idle_consumers(ctx),
        *_wrong_roots(_tree(ctx)),
    ]


@transactions.writer
def repair(ctx):
    """Correct what `examine` finds and return it as it was found.

    Locks are taken in the order of all writers: consumers, then providers,
    then inventories. Allocations are believed, and parents are.
    """
    consumers = _lock_idle_consumers(ctx)
    # Without locks: who waits for the whole fleet stops the whole fleet.
    rows = ctx.connection.execute(_counters_that_differ())
    suspects = {row.provider_id for row in rows}
    astray = bool(_wrong_roots(_tree(ctx)))
    if not (consumers or suspects or astray):
        return []
    _lock_providers(ctx, None if astray else suspects)
    tree = _tree(ctx) if astray else {}
    found = [
        *_wrong_counters(ctx, suspects),
        *(_idle(uuid) for _id, uuid in consumers),
        *_wrong_roots(tree),
    ]
    _add_up(ctx, suspects)
    _forget(ctx, [consumer_id for consumer_id, _uuid in consumers])
    _replant(ctx, tree)
    return found


_SUMS = (
    sa.select(
        _allocations.c.resource_provider_id,
        _allocations.c.resource_class_id,
        sa.func.sum(_allocations.c.used).label('total'),
    )
    .group_by(
        _allocations.c.resource_provider_id, _allocations.c.resource_class_id
    )
    .subquery('sums')
)


def _counters_that_differ():
    total = sa.func.coalesce(_SUMS.c.total, 0)
    return (
        sa.select(
            _providers.c.id.label('provider_id'),
            _providers.c.uuid,
            _classes.c.name,
            _inventories.c.used,
            sa.cast(total, sa.BigInteger).label('total'),
        )
        .join_from(_inventories, _providers)
        .join(_classes)
        .outerjoin(
            _SUMS,
            sa.and_(
                _SUMS.c.resource_provider_id
                == _inventories.c.resource_provider_id,
                _SUMS.c.resource_class_id == _inventories.c.resource_class_id,
            ),
        )
        .where(_inventories.c.used != total)
        .order_by(_providers.c.uuid, _classes.c.name)
    )


def _wrong_counters(ctx, provider_ids=None):
    """Return what is wrong at providers; None for all."""
    return [
        Finding(
            'counter', f'{row.uuid} {row.name}', str(row.used), str(row.total)
        )
        for row in ctx.connection.execute(_counters_that_differ())
        if provider_ids is None or row.provider_id in provider_ids
    ]


def _holds_something():
    return (
        sa.exists()
        .where(_allocations.c.consumer_id == _consumers.c.id)
        .correlate(_consumers)
    )


_IDLE = (
    sa.select(_consumers.c.id, _consumers.c.uuid)
    .where(~_holds_something())
    .order_by(_consumers.c.uuid)
)


def _idle_consumers(ctx):
    return [_idle(uuid) for _id, uuid in ctx.connection.execute(_IDLE)]


def _idle(uuid):
    return Finding('consumer', uuid, 'no allocations', 'forgotten')


def _lock_idle_consumers(ctx):
    """Return (id, uuid) of consumers that hold nothing, their rows ours."""
    return ctx.connection.execute(_IDLE.with_for_update()).all()


def _lock_providers(ctx, provider_ids):
    """Lock providers in the order of their ids; None for all."""
    locked = sa.select(_providers.c.id).order_by(_providers.c.id)
    if provider_ids is not None:
        locked = locked.where(_providers.c.id.in_(sorted(provider_ids)))
    ctx.connection.execute(locked.with_for_update(key_share=True))


def _add_up(ctx, provider_ids):
    """Make the counters of providers, whose rows are locked, the sums."""
    if not provider_ids:
        return
    total = (
        sa.select(sa.func.coalesce(sa.func.sum(_allocations.c.used), 0))
        .where(
            _allocations.c.resource_provider_id
            == _inventories.c.resource_provider_id
        )
        .where(
            _allocations.c.resource_class_id
            == _inventories.c.resource_class_id
        )
        .correlate(_inventories)
        .scalar_subquery()
    )
    ctx.connection.execute(
        _inventories.update()
        .where(_inventories.c.resource_provider_id.in_(sorted(provider_ids)))
        .values(used=total, updated_at=_inventories.c.updated_at)
    )


def _forget(ctx, consumer_ids):
    if consumer_ids:
        ctx.connection.execute(
            _consumers.delete()
            .where(_consumers.c.id.in_(sorted(consumer_ids)))
            .where(~_holds_something())
        )


@dataclasses.dataclass(frozen=True, slots=True)
class _Node:
    """A provider's place in its tree."""

    id: int
    uuid: str
    parent_id: int | None
    root_id: int | None


def _tree(ctx):
    """Return {id: _Node} of all providers."""
    rows = ctx.connection.execute(
        sa.select(
            _providers.c.id,
            _providers.c.uuid,
            _providers.c.parent_provider_id,
            _providers.c.root_provider_id,
        ).order_by(_providers.c.uuid)
    )
    return {row[0]: _Node(*row) for row in rows}


def roots(parents):
    """Return {id: id of the root that the parents lead to}.

    `parents` maps the same ids to those of their parents, None for a root;
    the root is None where the parents go round in a circle.
    """
    found = {}
    for key in parents:
        path = []
        while key not in found and key not in path:
            path.append(key)
            if parents[key] is None:
                found[key] = key
            else:
                key = parents[key]
        found.update(dict.fromkeys(path, found.get(key)))
    return found


def _roots(tree):
    return roots({key: node.parent_id for key, node in tree.items()})


def _wrong_roots(tree):
    return [
        Finding(
            'root',
            tree[key].uuid,
            _uuid(tree, tree[key].root_id),
            _uuid(tree, root) if root else 'its parents form a circle',
            repairable=root is not None,
        )
        for key, root in _roots(tree).items()
        if root is None or root != tree[key].root_id
    ]


def _uuid(tree, key):
    return tree[key].uuid if key in tree else 'none'


def _replant(ctx, tree):
    """Make the root of each provider the one that its parents lead to."""
    moves = [
        {'of_provider': key, 'root': root}
        for key, root in sorted(_roots(tree).items())
        if root is not None and root != tree[key].root_id
    ]
    if moves:
        ctx.connection.execute(
            _providers.update()
            .where(_providers.c.id == sa.bindparam('of_provider'))
            .values(root_provider_id=sa.bindparam('root')),
            moves,
        )
