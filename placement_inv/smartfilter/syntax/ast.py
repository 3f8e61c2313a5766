"""The syntax tree of a filter: frozen nodes with places in the text."""

import dataclasses
import enum

from placement_inv.smartfilter.errors import Place


class Language(enum.Enum):
    """AWX's ``host_filter`` language, or the extended one, a superset."""

    AWX = 'awx'
    EXTENDED = 'wide'


def _place():
    # Equal filters are equal trees, wherever their parts stand in the text.
    return dataclasses.field(default=None, compare=False, repr=False)


class Node:
    """A condition on a row."""


@dataclasses.dataclass(frozen=True)
class Segment:
    """One step of a key; ``each`` means the elements of a list.

    A literal step is quoted, so it is never a lookup.
    """

    name: str
    each: bool = False
    is_literal: bool = False
    place: Place | None = _place()

    @property
    def text(self):
        """Return the step as AWX writes it."""
        return self.name + '[]' if self.each else self.name


@dataclasses.dataclass(frozen=True)
class Key:
    """The path on the left of an operator."""

    segments: tuple[Segment, ...]
    place: Place | None = _place()

    @property
    def text(self):
        """Return the path as AWX writes it."""
        return '__'.join(segment.text for segment in self.segments)


@dataclasses.dataclass(frozen=True)
class Value:
    """The text on the right of an operator, without its quotes."""

    raw: str
    is_quoted: bool = False
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
        """Return the value of an operator that takes exactly one."""
        (value,) = self.values
        return value


@dataclasses.dataclass(frozen=True)
class Not(Node):
    """True if its node is false."""

    node: Node
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class And(Node):
    """True if all of its nodes are true."""

    nodes: tuple[Node, ...]
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class Or(Node):
    """True if at least one of its nodes is true."""

    nodes: tuple[Node, ...]
    place: Place | None = _place()


@dataclasses.dataclass(frozen=True)
class Filter:
    """A parsed text and its language."""

    root: Node
    language: Language
    text: str = dataclasses.field(default='', compare=False)


def combine(kind, nodes, place=None):
    """Return one And or Or; nested nodes of the same kind are flattened.

    ``a and (b and c)`` means the same as ``a and b and c``.
    """
    flat = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, kind) else [node])
    return flat[0] if len(flat) == 1 else kind(tuple(flat), place)
