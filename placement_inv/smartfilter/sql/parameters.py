"""SQL of list parameters: conditions to filter by, values to sort by."""

import dataclasses

import sqlalchemy as sa

from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.sql import conditions
from placement_inv.smartfilter.sql import costs
from placement_inv.smartfilter.sql import deferred

#: How many conditions planners may reorder.
_MAX_PLANNED = 8


def parameter_conditions(parameters):
    """Return the conditions on the root's table, which all have to hold.

    `parameters` are ResolvedParameters.
    """
    all_conditions = list(_conditions(parameters))
    # PERF: a planner tries the orders of all relations that it sees, which
    # takes minutes for many of them. It does not look into a function.
    return [
        *all_conditions[:_MAX_PLANNED],
        *(
            sa.func.coalesce(each, sa.false())
            for each in all_conditions[_MAX_PLANNED:]
        ),
    ]


def sort_value(sort_key, table):
    """Return the value of a SortKey for each row of a table.

    It is the lowest value where several rows are related.
    """
    if not sort_key.path:
        return conditions.column_of(sort_key.field, table)
    first, *rest = sort_key.path
    join = first.join(table)
    value = sort_value(
        dataclasses.replace(sort_key, path=tuple(rest)), join.target
    )
    return (
        sa.select(value)
        .select_from(join.source)
        .where(join.on)
        .order_by(value)
        .limit(1)
        .scalar_subquery()
    )


def _conditions(parameters):
    table = parameters.catalog.root.table
    if parameters.joint:
        yield _joint_condition(parameters.joint, table)
    for node in parameters.separate:
        yield _condition(node, table)
    if parameters.alternatives:
        yield sa.or_(
            *(_condition(node, table) for node in parameters.alternatives)
        )
    for test in parameters.own_searches:
        yield _condition(test, table)
    if parameters.related_searches:
        combine = sa.and_ if parameters.all_related else sa.or_
        yield combine(
            *(_condition(test, table) for test in parameters.related_searches)
        )


def _condition(node, table):
    if not isinstance(node, resolved.Not):
        return deferred.DeferredCondition(node, table)
    condition = deferred.DeferredCondition(node.node, table)
    # NULL counts as false, so its negation has to be true.
    return sa.not_(sa.func.coalesce(condition, sa.false()))


def _joint_condition(tests, table):
    """Return one condition of tests; each relation leads to a single row."""
    joint, by_relation = [], {}
    for test in tests:
        if isinstance(test, resolved.FieldTest) and test.path:
            by_relation.setdefault(id(test.path[0]), []).append(test)
        else:
            joint.append(_condition(test, table))
    for related_tests in by_relation.values():
        join = related_tests[0].path[0].join(table)
        inner_tests = [
            dataclasses.replace(test, path=test.path[1:])
            for test in related_tests
        ]
        row_exists = (
            sa.select(sa.literal_column('1'))
            .select_from(join.source)
            .where(join.on, _joint_condition(inner_tests, join.target))
            .exists()
        )
        joint.append(costs.Costly(row_exists))
    return sa.and_(*joint)
