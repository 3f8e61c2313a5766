"""A filter whose names are resolved and whose values have types."""

import dataclasses
import enum
from typing import Any

from placement_inv.smartfilter.catalog import Catalog
from placement_inv.smartfilter.catalog import Document
from placement_inv.smartfilter.catalog import Field
from placement_inv.smartfilter.catalog import Relation
from placement_inv.smartfilter.syntax import ast

Path = tuple[Relation, ...]


class Each(enum.Enum):
    """The step from a list into its elements, among the names of a path."""

    EACH = '[]'

    def __repr__(self):
        return self.value


EACH = Each.EACH


class Test:
    """One question about a row; ``term`` is where the filter asks it."""


@dataclasses.dataclass(frozen=True)
class All:
    """Every node holds."""

    nodes: tuple


@dataclasses.dataclass(frozen=True)
class Some:
    """Some node holds."""

    nodes: tuple


@dataclasses.dataclass(frozen=True)
class Not:
    """The node does not hold."""

    node: Any


@dataclasses.dataclass(frozen=True)
class FieldTest(Test):
    """Some row at the end of the path has such a value in the field."""

    path: Path
    field: Field
    lookup: str
    operand: Any
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class MissingTest(Test):
    """The way along the path ends early, or at a field without a value."""

    path: Path
    field: Field | None
    missing: bool
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class SearchTest(Test):
    """Some row at the end of the path has the text in one of the fields."""

    path: Path
    fields: tuple[Field, ...]
    operand: str
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class HoldsTest(Test):
    """The document holds the value at the end of the steps.

    The steps are names and EACH; the comparison is as strict as JSON.
    """

    path: Path
    document: Document
    steps: tuple
    operand: Any
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class DocumentTest(Test):
    """What is at the end of the steps answers to a lookup.

    Beside the lookups of fields there are ``exists``, true of anything
    there, and ``filled``, true of anything but null.
    """

    path: Path
    document: Document
    steps: tuple
    lookup: str
    operand: Any
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class CountTest(Test):
    """Some row at the end of the path has so many related rows."""

    path: Path
    relation: Relation
    lookup: str
    operand: int
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class ResolvedFilter:
    """A filter that the compiler can turn into a condition."""

    root: Any
    catalog: Catalog
    source: ast.Filter


@dataclasses.dataclass(frozen=True)
class ResolvedParameters:
    """The parameters of a list; everything below has to hold of a row."""

    catalog: Catalog
    #: Tests that hold together: those that begin with the same relation hold
    #: for the same related row.
    joint: tuple[Test, ...]
    #: Tests, or a Not of one, that hold independently of all others.
    separate: tuple[Test | Not, ...]
    #: Tests, or a Not of one, of which at least one holds.
    alternatives: tuple[Test | Not, ...]
    #: Searches in the rows themselves.
    own_searches: tuple[SearchTest, ...]
    #: Searches in related rows: all of them hold, or at least one.
    related_searches: tuple[SearchTest, ...]
    all_related: bool


@dataclasses.dataclass(frozen=True)
class SortKey:
    """What rows are sorted by: a field at the end of some relations."""

    path: Path
    field: Field
