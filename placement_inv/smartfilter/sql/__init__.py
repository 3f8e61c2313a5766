"""From a checked filter to an SQLAlchemy condition.

    hosts_select.where(compiler.condition(checked))

The words of each database are found when the statement is turned into SQL,
so nobody has to know the database before. A statement with a filter that may
take long is known by `costs.has_costly_filter`.
"""

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from placement_inv.smartfilter.sql import backends
from placement_inv.smartfilter.sql import conditions
from placement_inv.smartfilter.sql import costs
from placement_inv.smartfilter.sql import negations


def condition(checked, table=None, few=False):
    """Give a condition for a select from the root's table, or an alias.

    Where only a `few` rows are asked about, to look at each is faster than
    to find all that answer.
    """
    return _Condition(checked, table, few)


def condition_for(checked, dialect_name, table=None, few=False):
    """Give the same in the words of one database, from now on."""
    written = _written(checked, dialect_name, table, few)
    return costs.Costly(written) if costs.is_costly(checked) else written


def _written(checked, dialect_name, table, few):
    backend = backends.get(dialect_name)
    root = checked.catalog.root.table if table is None else table
    node = negations.pushed_down(checked.root)
    return conditions.Writer(backend, node, few).node(node, root)


def costly(condition):
    """Give a condition that may take long: its statement gets a time limit."""
    return costs.Costly(condition)


def no_merge(condition):
    """Give a condition with a search of its own, to be searched once.

    Planners that guess that it finds little would look up one by one what it
    finds.
    """
    return _NoMerge(condition)


class _Condition(sa.ColumnElement):
    """A condition that is written when its dialect is known."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, checked, table, few):
        self.checked = checked
        self.table = table
        self.few = few

    def self_group(self, against=None):
        # It brings its own parentheses; databases without booleans must not
        # see "(…) = 1", which no planner looks through.
        return self


@compiles(_Condition)
def _write(element, compiler, **kwargs):
    if costs.is_costly(element.checked):
        costs.mark(compiler)
    written = _written(
        element.checked, compiler.dialect.name, element.table, element.few
    )
    return f'({compiler.process(written, **kwargs)})'


class _NoMerge(sa.sql.functions.FunctionElement):
    """A condition as its dialect keeps it from being joined."""

    inherit_cache = True
    name = 'apart'
    type = sa.Boolean()

    def self_group(self, against=None):
        return self


@compiles(_NoMerge)
def _write_apart(element, compiler, **kwargs):
    (condition,) = element.clauses
    kept = backends.get(compiler.dialect.name).no_merge(condition)
    return f'({compiler.process(kept, **kwargs)})'
