"""What a database must be able to say; one subclass says it for each."""

from typing import Any

import sqlalchemy as sa

from placement_inv.smartfilter.catalog import Hop
from placement_inv.smartfilter.checked import EACH


class Backend:
    """The words of one database; texts compare by their code points."""

    def fenced(self, condition):
        """Keep the planner from joining what only asks for existence."""
        return condition

    def equal(self, column, text):
        """Compare a whole text."""
        return column == text

    def ordered(self, operator, column, text):
        """Compare the order of two texts."""
        return operator(column, text)

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

    def holds(self, column, steps, value):
        """Find a JSON value at the end of some steps into a document."""
        return reach(
            self.document(column), steps, lambda node: node.equals(value)
        )

    def document(self, column):
        """Give the node of a whole document."""
        raise NotImplementedError


class Node:
    """A value in a document; a step lands on other nodes."""

    def child(self, name) -> 'Any | Hop':
        """Go to a member of an object."""
        raise NotImplementedError

    def elements(self) -> Hop:
        """Go to the elements of a list."""
        raise NotImplementedError

    def equals(self, value):
        """Compare with a None, bool, number or text as strictly as JSON."""
        raise NotImplementedError


def reach(node, steps, leaf):
    """Walk into a document and ask a leaf about what is there.

    One EXISTS for all lists on the way: the parser of SQLite has little
    room for nesting.
    """
    hops = []
    for step in steps:
        landed = node.elements() if step is EACH else node.child(step)
        if isinstance(landed, Hop):
            hops.append(landed)
            landed = landed.target
        node = landed
    return exists(hops, leaf(node))


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
