"""The one statement that reads which providers of which trees have room."""

import dataclasses
import functools

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.objects.placement.candidates import pools
from placement_inv.objects.placement.candidates import requirements
from placement_inv.objects.placement.candidates import trees as provider_trees

_provider = tables.placement.resource_providers.alias('provider')
_tree = tables.placement.resource_providers.alias('tree')
_member = tables.placement.resource_providers.alias('member')
_root = _provider.c.root_provider_id
_marks = tables.placement.resource_provider_traits
_memberships = tables.placement.resource_provider_aggregates
_inventories = tables.placement.inventories

_NOTHING = sa.literal_column('0')


@dataclasses.dataclass(frozen=True, slots=True)
class _Scope:
    """What one statement is about."""

    plan: requirements.Plan
    #: For each pool, the aggregates through which others share with it.
    aggregates: tuple[tuple[int, ...], ...]
    #: The providers that share, and the roots of their trees.
    sharers: tuple[int, ...]
    their_roots: tuple[int, ...]
    #: Only trees whose roots come after this one, and only so many.
    after: int
    at_most: int | None


def read(ctx, plan, sharers, after=0, at_most=None):
    """Return the Forest of the trees whose roots come after `after`.

    With `at_most`, of the first so many that have somebody in every pool.
    """
    arms, statement = _statement(
        _Scope(
            plan=plan,
            aggregates=sharers.aggregates,
            sharers=tuple(sorted(sharers.roots)),
            their_roots=tuple(sorted(set(sharers.roots.values()))),
            after=after,
            at_most=at_most,
        )
    )
    found = [[] for _arm in arms]
    for row in ctx.connection.execute(statement).all():
        found[row[0]].append(row)
    trees = provider_trees.Forest(plan, sharers)
    for add, rows in zip(arms, found, strict=True):
        add(trees, rows)
    return trees


# PERF: as `summaries.select`.
@functools.lru_cache(maxsize=128)
def _statement(scope):
    """Return (how a Forest takes the rows of each arm, the statement)."""
    arms = list(_arms(scope, _in_scope(scope)))
    return (
        [add for add, _select in arms],
        pools.union(select for _add, select in arms),
    )


def _arms(scope, within):
    """Yield (how a Forest takes the rows, select of four columns) pairs."""
    plan = scope.plan
    for number, asked in enumerate(plan.demands):
        found = within()
        filters.of_demand(found, asked, _provider.c.id, _root)
        for arm, select in pools.selects(plan, number, _provider, found):
            yield _add_rooms(arm), select
    if any(scope.aggregates):
        yield provider_trees.Forest.add_memberships, _join_arms(scope, within)
    for class_id in plan.contested:
        for select in _stock(scope, class_id, within):
            yield provider_trees.Forest.add_stock, select
    if plan.subtrees:
        for select in _children(scope, within):
            yield provider_trees.Forest.add_parents, select


def _add_rooms(arm):
    return lambda trees, rows: trees.add_rooms(arm, rows)


def _join_arms(scope, within):
    """Return a select: in which sharing aggregates each tree is."""
    shared = sorted(set().union(*scope.aggregates))
    return (
        sa.select(_root, _memberships.c.aggregate_id, _NOTHING, _NOTHING)
        .join_from(
            _memberships,
            _provider,
            _provider.c.id == _memberships.c.resource_provider_id,
        )
        .where(_memberships.c.aggregate_id.in_(shared))
        .where(*within())
        .distinct()
    )


def _stock(scope, class_id, within):
    """Yield selects: what is free of a class, in the trees and beyond."""
    least = min(
        amount
        for slot in scope.plan.slots
        for its_class, amount in slot.amounts
        if its_class == class_id
    )
    inside = sa.select(_provider.c.id).where(*within())
    select, column = capacity_sql.stock(class_id, least)
    yield select.where(column.in_(inside))
    if scope.sharers:
        yield select.where(column.in_(scope.sharers))


def _children(scope, within):
    """Yield selects: the parents of providers, in the trees and beyond."""
    select = sa.select(
        _provider.c.id, _provider.c.parent_provider_id, _NOTHING, _NOTHING
    ).where(_provider.c.parent_provider_id.is_not(None))
    yield select.where(*within())
    if scope.their_roots:
        yield select.where(_root.in_(scope.their_roots))


def _in_scope(scope):
    """Return a function that makes Conditions: only providers in scope."""
    if scope.at_most is not None:
        first = sa.select(_first_trees(scope).c.id)
        return lambda: conditions.Conditions(_root.in_(first))

    def within():
        found = conditions.Conditions(_root > scope.after)
        filters.of_root(found, scope.plan, _root)
        return found

    return within


def _first_trees(scope):
    """Return a CTE: the first trees that have somebody in every pool."""
    plan, shared = scope.plan, set()
    found = conditions.Conditions(
        _tree.c.parent_provider_id.is_(None), _tree.c.id > scope.after
    )
    filters.of_root(found, plan, _tree.c.id)
    for (number, class_id), aggregates in zip(
        plan.pools, scope.aggregates, strict=True
    ):
        served = capacity_sql.tree_has_room(
            _tree.c.id, plan.demands[number], class_id
        )
        if aggregates:
            shared.add(number)
            served = sa.or_(served, _is_reached(_tree.c.id, aggregates))
        found.append(served)
    for number, asked in enumerate(plan.demands):
        if number not in shared:
            _add_hints(found, _tree.c.id, asked)
    return (
        sa.select(_tree.c.id)
        .where(*found)
        .order_by(_tree.c.id)
        .limit(scope.at_most)
        .cte('trees')
    )


def _is_reached(root, aggregates):
    """Return a condition: a tree is in one of the aggregates."""
    return conditions.looked_up(
        _member.c.root_provider_id == root,
        _memberships.c.resource_provider_id == _member.c.id,
        _memberships.c.aggregate_id.in_(aggregates),
    ).is_not(None)


def _add_hints(found, root, asked):
    """Add what follows from a demand: things that few trees have."""
    if asked.tree is not None:
        found.append(root == asked.tree)
        return
    rare = [
        (_memberships, _memberships.c.aggregate_id, aggregates)
        for aggregates in asked.member_of
    ]
    rare += [(_marks, _marks.c.trait_id, traits) for traits in asked.required]
    if asked.resources:
        classes = capacity_sql.rarest(
            class_id for class_id, _ in asked.resources
        )
        rare.append((_inventories, _inventories.c.resource_class_id, classes))
    for table, column, ids in rare:
        found.hint(
            _member.c.root_provider_id == root,
            table.c.resource_provider_id == _member.c.id,
            column.in_(sorted(ids)),
        )
