"""What a database must be able to say; one subclass says it for each."""

import operator
from typing import Any

import sqlalchemy as sa

from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.resolved import EACH

#: The texts that count as numbers.
NUMBER = r'[-+]?[0-9]{1,30}([.][0-9]{1,30})?'

_SETTLE = object()

COMPARE = {
    lookups.EXACT: operator.eq,
    'gt': operator.gt,
    'gte': operator.ge,
    'lt': operator.lt,
    'lte': operator.le,
}


class Backend:
    """The words of one database; texts compare by their code points."""

    def no_flatten(self, condition):
        """Keep the planner from joining what only asks for existence."""
        return condition

    def no_merge(self, condition):
        """Keep the planner from joining what has searches of its own."""
        return condition

    def no_index(self, column):
        """Keep the planner from looking rows up by this column."""
        return column

    def equal(self, column, text):
        """Compare a whole text."""
        return column == text

    def ordered(self, compare, column, text):
        """Compare the order of two texts."""
        return compare(column, text)

    def find(self, where, column, text, insensitive):
        """Look for a text: ``exact``, ``contains``, ``starts…``, ``ends…``."""
        if not text and where != 'exact':
            return column.is_not(None)
        needle = sa.literal(text, sa.String)
        if insensitive:
            column, needle = self.lower(column), self.lower(needle)
        return getattr(self, where)(column, needle)

    def lower(self, text):
        """Give the text that stands for all its cases."""
        return sa.func.lower(text)

    def exact(self, column, needle):
        """Compare two texts that were lowered alike."""
        return column == needle

    def matches(self, column, regex):
        """Search for a regular expression."""
        raise NotImplementedError

    def ids_containing(self, document, steps, value):
        """Give a select of the ids whose document holds a JSON value.

        None where only a look at the documents tells.
        """

    def holds(self, column, steps, value):
        """Find a JSON value at the end of some steps into a document."""
        return reach(
            self.document(column), steps, lambda node: node.equals(value)
        )

    def answers(self, column, steps, lookup, operand):
        """Find a value that answers to a lookup."""
        return reach(
            self.document(column),
            # What looks at a value several times must not find it as often.
            steps if lookup == 'exists' else (*steps, _SETTLE),
            lambda node: self._answer(node, lookup, operand),
        )

    def has(self, column, name):
        """Say that a JSON column has a member, if only null."""
        return self.answers(column, (name,), 'exists', True)

    def number_at(self, column, name):
        """Give the number that a member of a JSON column is, else NULL."""
        return self.document(column).child(name).number()

    def _answer(self, node, lookup, operand):
        if lookup == 'exists':
            return node.exists()
        if lookup == 'filled':
            return node.filled()
        if lookup in lookups.REGEX:
            return self.matches(node.text(), operand)
        if lookup in lookups.TEXT:
            return self.find(
                lookup.removeprefix('i'),
                node.text(),
                operand,
                insensitive=lookup.startswith('i'),
            )
        if lookup in lookups.VERSION:
            version = self.version(node.text())
            return COMPARE[lookups.VERSION_ORDER[lookup]](version, operand)
        if isinstance(operand, str):
            return self.ordered(COMPARE[lookup], node.text(), operand)
        return COMPARE[lookup](node.number(), self.number(operand))

    def number(self, value):
        """Give a number to compare the numbers of documents with."""
        return sa.literal(float(value), sa.Double)

    def version(self, text):
        """Give the sortable text of a version, or NULL; see versions."""
        raise NotImplementedError

    def document(self, column):
        """Give the node of a whole document."""
        raise NotImplementedError


class Node:
    """A value in a document; a step lands on other nodes."""

    def child(self, name) -> 'Any | Join':
        """Go to a member of an object."""
        raise NotImplementedError

    def elements(self) -> Join:
        """Go to the elements of a list."""
        raise NotImplementedError

    def settled(self) -> 'Any | Join':
        """Go to this value where looking at it costs little."""
        return self

    def equals(self, value):
        """Compare with a None, bool, number or text as strictly as JSON."""
        raise NotImplementedError

    def exists(self):
        """Say whether there is anything, if only null."""
        raise NotImplementedError

    def filled(self):
        """Say whether there is anything but null."""
        raise NotImplementedError

    def text(self):
        """Give a text, number or boolean as a text, else NULL."""
        raise NotImplementedError

    def number(self):
        """Give a number, also one that is written as a text, else NULL."""
        raise NotImplementedError


def reach(node, steps, leaf):
    """Walk into a document and ask a leaf about what is there.

    One EXISTS for all lists on the way: the parser of SQLite has little
    room for nesting.
    """
    hops = []
    for step in steps:
        landed = _landed(node, step)
        if isinstance(landed, Join):
            hops.append(landed)
            landed = landed.target
        node = landed
    return exists(hops, leaf(node))


def _landed(node, step):
    if step is EACH:
        return node.elements()
    return node.settled() if step is _SETTLE else node.child(step)


def exists(hops, condition):
    """Find rows at the end of some hops for which a condition holds."""
    if not hops:
        return condition
    return (
        sa.select(sa.literal_column('1'))
        .select_from(*(hop.source for hop in hops))
        .where(*(hop.on for hop in hops), condition)
        .exists()
    )


def padded(number):
    """Write one number of a version as versions does."""
    return sa.func.lpad(sa.func.coalesce(number, ''), versions.DIGITS, '0')
