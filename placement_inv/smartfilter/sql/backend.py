"""The SQL that differs between databases: a subclass writes it for each."""

import operator
from typing import Any

import sqlalchemy as sa

from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.resolved import EACH

#: The texts that compare as numbers.
NUMBER = r'[-+]?[0-9]{1,30}([.][0-9]{1,30})?'

_MATERIALIZE = object()

COMPARE = {
    lookups.EXACT: operator.eq,
    'gt': operator.gt,
    'gte': operator.ge,
    'lt': operator.lt,
    'lte': operator.le,
}


class Backend:
    """Writes the SQL of one database; texts compare by their code points."""

    def no_flatten(self, condition):
        """Keep the planner from turning EXISTS into a join."""
        return condition

    def no_merge(self, condition):
        """Keep the planner from merging a subquery into its statement."""
        return condition

    def no_index(self, column):
        """Keep the planner from using an index of this column."""
        return column

    def equal(self, column, text):
        """Return the condition that a column is equal to a text."""
        return column == text

    def compare_texts(self, compare, column, text):
        """Return a comparison (as operator.lt) of a column with a text."""
        return compare(column, text)

    def find(self, where, column, text, insensitive):
        """Return the condition that a text is found in a column.

        `where` is exact, contains, startswith or endswith.
        """
        if not text and where != 'exact':
            return column.is_not(None)
        needle = sa.literal(text, sa.String)
        if insensitive:
            column, needle = self.lower(column), self.lower(needle)
        return getattr(self, f'text_{where}')(column, needle)

    def lower(self, text):
        """Return the lower-case text."""
        return sa.func.lower(text)

    def text_exact(self, column, needle):
        """Return the condition that a column is a text."""
        return column == needle

    def matches_regex(self, column, regex):
        """Return the condition that a Regex matches somewhere in a column."""
        raise NotImplementedError

    def ids_containing(self, document, steps, value):
        """Return a select of the ids whose document contains a JSON value.

        None where each document has to be read.
        """

    def contains(self, column, steps, value):
        """Return the condition that a document has a JSON value at a path.

        `steps` are names and EACH.
        """
        return walk_document(
            self.document(column), steps, lambda node: node.equals(value)
        )

    def matches(self, column, steps, lookup, operand):
        """Return the condition that a value at a path matches a lookup."""
        return walk_document(
            self.document(column),
            # Lookups read a value several times, so it is materialized once.
            steps if lookup == 'exists' else (*steps, _MATERIALIZE),
            lambda node: self._value_matches(node, lookup, operand),
        )

    def has_member(self, column, name):
        """Return the condition that a JSON column has a member, even null."""
        return self.matches(column, (name,), 'exists', True)

    def member_number(self, column, name):
        """Return the number in a member of a JSON column, else NULL."""
        return self.document(column).child(name).number()

    def _value_matches(self, node, lookup, operand):
        if lookup == 'exists':
            return node.exists()
        if lookup == 'not_null':
            return node.is_not_null()
        if lookup in lookups.REGEX:
            return self.matches_regex(node.text(), operand)
        if lookup in lookups.TEXT:
            return self.find(
                lookup.removeprefix('i'),
                node.text(),
                operand,
                insensitive=lookup.startswith('i'),
            )
        if lookup in lookups.VERSION:
            version = self.version(node.text())
            return COMPARE[lookups.VERSION_COMPARISON[lookup]](
                version, operand
            )
        if isinstance(operand, str):
            return self.compare_texts(COMPARE[lookup], node.text(), operand)
        return self.compare_numbers(lookup, node, operand)

    def compare_numbers(self, lookup, node, number):
        """Return a comparison, as decimals, of a Node's number."""
        raise NotImplementedError

    def version(self, text):
        """Return the sortable text of a version, or NULL; see `versions`."""
        raise NotImplementedError

    def document(self, column):
        """Return the Node of a whole document."""
        raise NotImplementedError


class Node:
    """A value in a document."""

    def child(self, name) -> 'Any | Join':
        """Return the Node of a member of an object, or a Join to it."""
        raise NotImplementedError

    def elements(self) -> Join:
        """Return a Join to the Nodes of a list's elements."""
        raise NotImplementedError

    def materialize(self) -> 'Any | Join':
        """Return this Node, or a Join to it, for several cheap reads."""
        return self

    def equals(self, value):
        """Return the condition that it is a None, bool, number or text."""
        raise NotImplementedError

    def exists(self):
        """Return the condition that there is a value, even null."""
        raise NotImplementedError

    def is_not_null(self):
        """Return the condition that there is a value other than null."""
        raise NotImplementedError

    def text(self):
        """Return a text, number or boolean as a text, else NULL."""
        raise NotImplementedError

    def number(self):
        """Return a number, or a text as a number, else NULL."""
        raise NotImplementedError


def walk_document(node, steps, leaf):
    """Return the condition that a leaf returns for a value at a path.

    `leaf` takes the Node at the end of the steps. All lists on the path share
    one EXISTS: the parser of SQLite allows little nesting.
    """
    joins = []
    for step in steps:
        node = _take_step(node, step)
        if isinstance(node, Join):
            joins.append(node)
            node = node.target
    return exists(joins, leaf(node))


def _take_step(node, step):
    if step is EACH:
        return node.elements()
    return node.materialize() if step is _MATERIALIZE else node.child(step)


def exists(joins, condition):
    """Return the condition that joined rows exist which meet a condition."""
    if not joins:
        return condition
    return (
        sa.select(sa.literal_column('1'))
        .select_from(*(join.source for join in joins))
        .where(*(join.on for join in joins), condition)
        .exists()
    )


def pad_number(number):
    """Pad one number of a version with zeros, as `versions` does."""
    return sa.func.lpad(sa.func.coalesce(number, ''), versions.DIGITS, '0')
