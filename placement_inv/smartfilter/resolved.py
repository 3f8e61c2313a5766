"""Resolved filters: names are catalog steps, values have types."""

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
    """The step from a list to its elements, in the path into a document."""

    EACH = '[]'

    def __repr__(self):
        return self.value


EACH = Each.EACH


class Test:
    """One test of a row; ``term`` is the term of the filter it comes from."""


@dataclasses.dataclass(frozen=True)
class All:
    """True if all of its nodes are true."""

    nodes: tuple


@dataclasses.dataclass(frozen=True)
class Some:
    """True if at least one of its nodes is true."""

    nodes: tuple


@dataclasses.dataclass(frozen=True)
class Not:
    """True if its node is false."""

    node: Any


@dataclasses.dataclass(frozen=True)
class FieldTest(Test):
    """Some row at the end of the path has a matching value in the field."""

    path: Path
    field: Field
    lookup: str
    operand: Any
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class MissingTest(Test):
    """The path leads to no row, or to a row without a value in the field."""

    path: Path
    field: Field | None
    is_missing: bool
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class SearchTest(Test):
    """Some row at the end of the path contains the text in a field."""

    path: Path
    fields: tuple[Field, ...]
    operand: str
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class ContainsTest(Test):
    """The document contains the value at the end of the steps.

    The steps are names and EACH. Values compare as in JSON: 1 is not "1".
    """

    path: Path
    document: Document
    steps: tuple
    operand: Any
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class DocumentTest(Test):
    """The value at the end of the steps matches a lookup.

    In addition to the lookups of fields there are ``exists``, true of any
    value, and ``not_null``, true of any value other than null.
    """

    path: Path
    document: Document
    steps: tuple
    lookup: str
    operand: Any
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class CountTest(Test):
    """Some row at the end of the path has a matching number of rows."""

    path: Path
    relation: Relation
    lookup: str
    operand: int
    term: ast.Term = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class ResolvedFilter:
    """A filter that `smartfilter.sql` can compile."""

    root: Any
    catalog: Catalog
    source: ast.Filter


@dataclasses.dataclass(frozen=True)
class ResolvedParameters:
    """The parameters of a list; a row must meet all of them."""

    catalog: Catalog
    #: Tests that hold together: those that begin with the same relation hold
    #: for the same related row.
    joint: tuple[Test, ...]
    #: Tests, or a Not of one, that hold independently of all others.
    separate: tuple[Test | Not, ...]
    #: Tests, or a Not of one; at least one of them holds.
    alternatives: tuple[Test | Not, ...]
    #: Searches in the rows themselves.
    own_searches: tuple[SearchTest, ...]
    #: Searches in related rows: all of them hold, or at least one.
    related_searches: tuple[SearchTest, ...]
    all_related: bool


@dataclasses.dataclass(frozen=True)
class SortKey:
    """The key that sorts rows: a field at the end of some relations."""

    path: Path
    field: Field
