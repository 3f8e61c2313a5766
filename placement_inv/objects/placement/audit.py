"""Finds and repairs rows that contradict each other.

The functions of this package keep the rows consistent. A backup that was
restored in part, or a change by hand, can make them inconsistent.
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
    """One inconsistency, as text for the operator."""

    kind: str
    place: str
    current_value: str
    correct_value: str
    #: Whether `repair` can correct it.
    repairable: bool = True


@transactions.reader
def examine(ctx):
    """Return the Findings: counters, then consumers, then roots of trees."""
    return [
        *_find_wrong_counters(ctx),
        *_find_idle_consumers(ctx),
        *_find_wrong_roots(_read_nodes(ctx)),
    ]


@transactions.writer
def repair(ctx):
    """Correct the rows that `examine` reports; return the Findings.

    Counters follow from allocations, and roots from parents. Locks are taken
    in the order of all writers: consumers, providers, inventories.
    """
    consumers = _lock_idle_consumers(ctx)
    # Without locks: to lock all providers would stop all writers.
    rows = ctx.connection.execute(_select_wrong_counters())
    suspects = {row.provider_id for row in rows}
    has_wrong_roots = bool(_find_wrong_roots(_read_nodes(ctx)))
    if not (consumers or suspects or has_wrong_roots):
        return []
    _lock_providers(ctx, None if has_wrong_roots else suspects)
    nodes = _read_nodes(ctx) if has_wrong_roots else {}
    findings = [
        *_find_wrong_counters(ctx, suspects),
        *(_idle_finding(uuid) for _id, uuid in consumers),
        *_find_wrong_roots(nodes),
    ]
    _correct_counters(ctx, suspects)
    _delete_idle_consumers(
        ctx, [consumer_id for consumer_id, _uuid in consumers]
    )
    _correct_roots(ctx, nodes)
    return findings


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


def _select_wrong_counters():
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


def _find_wrong_counters(ctx, provider_ids=None):
    """Return the Findings about counters of providers; None for all."""
    return [
        Finding(
            'counter', f'{row.uuid} {row.name}', str(row.used), str(row.total)
        )
        for row in ctx.connection.execute(_select_wrong_counters())
        if provider_ids is None or row.provider_id in provider_ids
    ]


def _has_allocations():
    return (
        sa.exists()
        .where(_allocations.c.consumer_id == _consumers.c.id)
        .correlate(_consumers)
    )


_IDLE = (
    sa.select(_consumers.c.id, _consumers.c.uuid)
    .where(~_has_allocations())
    .order_by(_consumers.c.uuid)
)


def _find_idle_consumers(ctx):
    return [_idle_finding(uuid) for _id, uuid in ctx.connection.execute(_IDLE)]


def _idle_finding(uuid):
    return Finding('consumer', uuid, 'no allocations', 'deleted')


def _lock_idle_consumers(ctx):
    """Lock the consumers without allocations; return their (id, uuid)."""
    return ctx.connection.execute(_IDLE.with_for_update()).all()


def _lock_providers(ctx, provider_ids):
    """Lock providers in the order of their ids; None for all."""
    select = sa.select(_providers.c.id).order_by(_providers.c.id)
    if provider_ids is not None:
        select = select.where(_providers.c.id.in_(sorted(provider_ids)))
    ctx.connection.execute(select.with_for_update(key_share=True))


def _correct_counters(ctx, provider_ids):
    """Set the counters of providers, whose rows are locked, to the sums."""
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


def _delete_idle_consumers(ctx, consumer_ids):
    if consumer_ids:
        ctx.connection.execute(
            _consumers.delete()
            .where(_consumers.c.id.in_(sorted(consumer_ids)))
            .where(~_has_allocations())
        )


@dataclasses.dataclass(frozen=True, slots=True)
class _Node:
    """A provider's place in its tree."""

    id: int
    uuid: str
    parent_id: int | None
    root_id: int | None


def _read_nodes(ctx):
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


def find_roots(parents):
    """Return {id: id of the root that the parents lead to}.

    `parents` maps each id to the id of the parent, None for a root. The root
    is None where the parents form a circle.
    """
    roots = {}
    for key in parents:
        path = []
        while key not in roots and key not in path:
            path.append(key)
            if parents[key] is None:
                roots[key] = key
            else:
                key = parents[key]
        roots.update(dict.fromkeys(path, roots.get(key)))
    return roots


def _find_roots(nodes):
    return find_roots({key: node.parent_id for key, node in nodes.items()})


def _find_wrong_roots(nodes):
    return [
        Finding(
            'root',
            nodes[key].uuid,
            _name_node(nodes, nodes[key].root_id),
            _name_node(nodes, root) if root else 'its parents form a circle',
            repairable=root is not None,
        )
        for key, root in _find_roots(nodes).items()
        if root is None or root != nodes[key].root_id
    ]


def _name_node(nodes, key):
    return nodes[key].uuid if key in nodes else 'none'


def _correct_roots(ctx, nodes):
    """Set the root of each provider to the one that its parents lead to."""
    moves = [
        {'of_provider': key, 'root': root}
        for key, root in sorted(_find_roots(nodes).items())
        if root is not None and root != nodes[key].root_id
    ]
    if moves:
        ctx.connection.execute(
            _providers.update()
            .where(_providers.c.id == sa.bindparam('of_provider'))
            .values(root_provider_id=sa.bindparam('root')),
            moves,
        )
