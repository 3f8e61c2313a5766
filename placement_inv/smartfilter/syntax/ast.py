"""The tree of a filter: frozen nodes that know their places in the text."""

import dataclasses
import enum

from placement_inv.smartfilter.errors import Place


class Language(enum.Enum):
    """AWX's own ``host_filter`` language, or the wider one around it."""

    AWX = 'awx'
    WIDE = 'wide'


def _place():
    # Two trees that say the same are equal wherever it was written.
    return dataclasses.field(default=None, compare=False, repr=False)


class Node:
    """Anything that is true or false of a host."""


@dataclasses.dataclass(frozen=True)
class Segment:
    """One step of a key; ``each`` means the elements of a list."""

    name: str
    each: bool = False
    literal: bool = False
    place: Place | None = _place()

    @property
    def text(self):
        """Give the step as AWX writes it."""
        return self.name + '[]' if self.each else self.name


@dataclasses.dataclass(frozen=True)
class Key:
    """The path on the left of an operator."""

    segments: tuple[Segment, ...]
    place: Place | None = _place()

    @property
    def text(self):
        """Give the path as AWX writes it."""
        return '__'.join(segment.text for segment in self.segments)


@dataclasses.dataclass(frozen=True)
class Value:
    """The text on the right of an operator, without its quotes."""

    raw: str
    quoted: bool = False
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class Term(Node):
    """One comparison: ``key operator value``."""

    key: Key
    operator: str
    values: tuple[Value, ...]
    place: Place | None = _place()

    @property
    def value(self):
        """Give the only value of an operator that takes one."""
        (value,) = self.values
        return value


@dataclasses.dataclass(frozen=True)
class Not(Node):
    """True when its node is not."""

    node: Node
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class And(Node):
    """True when all its nodes are."""

    nodes: tuple[Node, ...]
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class Or(Node):
    """True when any of its nodes is."""

    nodes: tuple[Node, ...]
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class Filter:
    """A parsed text and the language it was read in."""

    root: Node
    language: Language
    text: str = dataclasses.field(default='', compare=False)


def joined(kind, nodes, place=None):
    """Make one And or Or, taking in the nodes of those of its own kind.

    ``a and (b and c)`` says no more than ``a and b and c``.
    """
    flat = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, kind) else [node])
    return flat[0] if len(flat) == 1 else kind(tuple(flat), place)
