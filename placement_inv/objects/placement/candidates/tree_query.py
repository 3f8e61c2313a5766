"""The statement that finds the providers of each tree with capacity."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.objects.placement.candidates import pools
from placement_inv.objects.placement.candidates import requirements
from placement_inv.objects.placement.candidates import statement_cache
from placement_inv.objects.placement.candidates import trees as provider_trees

_provider = tables.placement.resource_providers.alias('provider')
_tree = tables.placement.resource_providers.alias('tree')
_member = tables.placement.resource_providers.alias('member')
_root = _provider.c.root_provider_id
_provider_traits = tables.placement.resource_provider_traits
_memberships = tables.placement.resource_provider_aggregates
_inventories = tables.placement.inventories

_NOTHING = sa.literal_column('0')


@dataclasses.dataclass(frozen=True, slots=True)
class _Scope:
    """The parameters of one statement."""

    plan: requirements.Plan
    #: For each pool, the aggregates through which providers share with it.
    aggregates: tuple[tuple[int, ...], ...]
    #: The ids of sharing providers, and of the roots of their trees.
    sharers: tuple[int, ...]
    roots_of_sharers: tuple[int, ...]
    #: Only trees whose roots have larger ids, and at most so many trees.
    after: int
    at_most: int | None


def read(ctx, plan, sharers, after=0, at_most=None):
    """Return the Forest of the trees whose roots have ids above `after`.

    With `at_most` it has at most so many trees, the first ones with
    a provider in every pool.
    """
    pool_selects, statement = _statement(
        plan,
        _Scope(
            plan=plan,
            aggregates=sharers.aggregates,
            sharers=tuple(sorted(sharers.roots)),
            roots_of_sharers=tuple(sorted(set(sharers.roots.values()))),
            after=after,
            at_most=at_most,
        ),
    )
    rows_by_select = [[] for _ in pool_selects]
    for row in ctx.connection.execute(statement).all():
        rows_by_select[row[0]].append(row)
    trees = provider_trees.Forest(plan, sharers)
    for add, rows in zip(pool_selects, rows_by_select, strict=True):
        add(trees, rows)
    return trees


@statement_cache.cached
def _statement(_plan, scope):
    """Return (the method of Forest for the rows of each select, the union)."""
    pool_selects = list(_create_selects(scope, _conditions_of_scope(scope)))
    return (
        [add for add, _select in pool_selects],
        pools.union(select for _add, select in pool_selects),
    )


def _create_selects(scope, create_conditions):
    """Yield (method of Forest for the rows, select of four columns) pairs."""
    plan = scope.plan
    for number, demand in enumerate(plan.demands):
        provider_conditions = create_conditions()
        filters.add_demand(provider_conditions, demand, _provider.c.id, _root)
        for pool_select, select in pools.selects(
            plan, number, _provider, provider_conditions
        ):
            yield _add_providers(pool_select), select
    if any(scope.aggregates):
        yield (
            provider_trees.Forest.add_memberships,
            _select_memberships(scope, create_conditions),
        )
    for class_id in plan.contested_classes:
        for select in _select_stock(scope, class_id, create_conditions):
            yield provider_trees.Forest.add_stock, select
    if plan.subtrees:
        for select in _select_parents(scope, create_conditions):
            yield provider_trees.Forest.add_parents, select


def _add_providers(pool_select):
    return lambda trees, rows: trees.add_providers(pool_select, rows)


def _select_memberships(scope, create_conditions):
    """Return a select of the sharing aggregates of each tree."""
    sharing_aggregates = sorted(set().union(*scope.aggregates))
    return (
        sa.select(_root, _memberships.c.aggregate_id, _NOTHING, _NOTHING)
        .join_from(
            _memberships,
            _provider,
            _provider.c.id == _memberships.c.resource_provider_id,
        )
        .where(
            dialects.has_one_of_ids(
                _memberships.c.aggregate_id, sharing_aggregates
            )
        )
        .where(*create_conditions())
        .distinct()
    )


def _select_stock(scope, class_id, create_conditions):
    """Yield selects of the free amounts of a class: trees, then sharers."""
    least = min(
        amount
        for slot in scope.plan.slots
        for its_class, amount in slot.amounts
        if its_class == class_id
    )
    inside = sa.select(_provider.c.id).where(*create_conditions())
    select, column = capacity_sql.select_stock(class_id, least)
    yield select.where(column.in_(inside))
    if scope.sharers:
        yield select.where(dialects.has_one_of_ids(column, scope.sharers))


def _select_parents(scope, create_conditions):
    """Yield selects of the parents of providers: trees, then sharers."""
    select = sa.select(
        _provider.c.id, _provider.c.parent_provider_id, _NOTHING, _NOTHING
    ).where(_provider.c.parent_provider_id.is_not(None))
    yield select.where(*create_conditions())
    if scope.roots_of_sharers:
        yield select.where(
            dialects.has_one_of_ids(_root, scope.roots_of_sharers)
        )


def _conditions_of_scope(scope):
    """Return a function that creates Conditions: a provider is in scope."""
    if scope.at_most is not None:
        first = sa.select(_first_trees(scope).c.id)
        return lambda: conditions.Conditions(_root.in_(first))

    def create_conditions():
        provider_conditions = conditions.Conditions(_root > scope.after)
        filters.add_root_conditions(provider_conditions, scope.plan, _root)
        return provider_conditions

    return create_conditions


def _first_trees(scope):
    """Return a CTE: the first trees with a provider in every pool."""
    plan, shared_demands = scope.plan, set()
    root_conditions = conditions.Conditions(
        _tree.c.parent_provider_id.is_(None), _tree.c.id > scope.after
    )
    filters.add_root_conditions(root_conditions, plan, _tree.c.id)
    for (number, class_id), aggregates in zip(
        plan.pools, scope.aggregates, strict=True
    ):
        is_served = capacity_sql.tree_has_room(
            _tree.c.id, plan.demands[number], class_id
        )
        if aggregates:
            shared_demands.add(number)
            is_served = sa.or_(
                is_served, _is_shared_with(_tree.c.id, aggregates)
            )
        root_conditions.append(is_served)
    for number, demand in enumerate(plan.demands):
        if number not in shared_demands:
            _add_hints(root_conditions, _tree.c.id, demand)
    return (
        sa.select(_tree.c.id)
        .where(*root_conditions)
        .order_by(_tree.c.id)
        .limit(scope.at_most)
        .cte('trees')
    )


def _is_shared_with(root, aggregates):
    """Return a condition: a tree is in one of the aggregates."""
    return conditions.lookup(
        _member.c.root_provider_id == root,
        _memberships.c.resource_provider_id == _member.c.id,
        dialects.has_one_of_ids(_memberships.c.aggregate_id, aggregates),
    ).is_not(None)


def _add_hints(root_conditions, root, demand):
    """Add conditions that follow from a demand and that few trees meet."""
    if demand.tree is not None:
        root_conditions.append(root == demand.tree)
        return
    rare = [
        (_memberships, _memberships.c.aggregate_id, aggregates)
        for aggregates in demand.member_of
    ]
    rare += [
        (_provider_traits, _provider_traits.c.trait_id, traits)
        for traits in demand.required_traits
    ]
    if demand.resources:
        classes = capacity_sql.rarest(
            class_id for class_id, _ in demand.resources
        )
        rare.append((_inventories, _inventories.c.resource_class_id, classes))
    for table, column, ids in rare:
        root_conditions.add_hint(
            _member.c.root_provider_id == root,
            table.c.resource_provider_id == _member.c.id,
            dialects.has_one_of_ids(column, sorted(ids)),
        )
