"""Conditions that are written when the dialect of their statement is known.

The backend of each database is chosen when SQLAlchemy compiles the
statement, so callers need not know the database beforehand. A compiled
statement with a filter that may take long is recognised by
`costs.has_costly_filter`.
"""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from placement_inv.smartfilter.sql import backends
from placement_inv.smartfilter.sql import conditions
from placement_inv.smartfilter.sql import costs
from placement_inv.smartfilter.sql import negations


def condition(resolved_filter, table=None, few=False):
    """Return the condition of a ResolvedFilter on the root's table.

    `table` is an alias of that table to use instead. With `few` the statement
    asks about few rows only: then testing each of them is faster than finding
    all rows that match.
    """
    return DeferredCondition(
        resolved_filter.root, _table(resolved_filter, table), few
    )


def condition_for(resolved_filter, dialect_name, table=None, few=False):
    """Return the condition of a ResolvedFilter, compiled for one dialect.

    Raises KeyError for a dialect without a backend.
    """
    node = resolved_filter.root
    sql = _build(node, dialect_name, _table(resolved_filter, table), few)
    return costs.Costly(sql) if costs.is_costly(node) else sql


def no_merge(condition):
    """Return a condition whose subquery the planner runs once.

    A planner that expects few rows from the subquery would otherwise look
    them up one by one.
    """
    return _NoMerge(condition)


class DeferredCondition(sa.ColumnElement):
    """The condition of a resolved node, written for each dialect."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, node, table, few=False):
        self.node = node
        self.table = table
        self.few = few

    def self_group(self, against=None):
        # The SQL has its own parentheses; databases without booleans must not
        # see "(…) = 1", which no planner looks through.
        return self


@compiles(DeferredCondition)
def _compile_condition(element, compiler, **kwargs):
    if costs.is_costly(element.node):
        costs.mark(compiler)
    sql = _build(
        element.node, compiler.dialect.name, element.table, element.few
    )
    return f'({compiler.process(sql, **kwargs)})'


class _NoMerge(sa.sql.functions.FunctionElement):
    """A condition that the planner must not merge into its statement."""

    inherit_cache = True
    name = 'no_merge'
    type = sa.Boolean()

    def self_group(self, against=None):
        return self


@compiles(_NoMerge)
def _compile_no_merge(element, compiler, **kwargs):
    (condition,) = element.clauses
    fence = backends.get(compiler.dialect.name).no_merge(condition)
    return f'({compiler.process(fence, **kwargs)})'


def _table(resolved_filter, table):
    return resolved_filter.catalog.root.table if table is None else table


def _build(node, dialect_name, table, few):
    backend = backends.get(dialect_name)
    node = negations.push_down(node)
    return conditions.Writer(backend, node, few).node(node, table)
