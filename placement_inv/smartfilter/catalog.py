"""Declares what filters may name; callers declare it with their tables.

Columns and joins are opaque here; only `smartfilter.sql` uses them.
"""

from collections.abc import Callable
from collections.abc import Mapping
import dataclasses
import enum
from typing import Any


class Kind(enum.Enum):
    """The type of a field's values."""

    TEXT = 'text'
    INTEGER = 'integer'
    BOOLEAN = 'boolean'
    DATETIME = 'datetime'


@dataclasses.dataclass(frozen=True)
class Join:
    """The SQL that leads from a row to its related rows.

    Select from ``source`` where ``on`` holds; ``target`` is the part of the
    source that has the related entity's columns.
    """

    source: Any
    target: Any
    on: Any


@dataclasses.dataclass(frozen=True)
class Field:
    """A scalar: a column of the entity's table, or a function of the table."""

    name: str
    kind: Kind
    column: Any = None
    #: Every filter on it is refused, so that its content does not leak.
    sensitive: bool = False
    #: Whether it is the text of a document: lists are not sorted by it, and
    #: databases may spell its characters as JSON escapes.
    is_document: bool = False


@dataclasses.dataclass(frozen=True)
class Relation:
    """A step to the rows of another entity."""

    name: str
    target: str
    #: Returns the Join from a table or an alias of it.
    join: Callable[[Any], Join] | None = None
    #: Other names it has in ``<name>__search``.
    search_names: tuple[str, ...] = ()
    sensitive: bool = False
    #: Returns the Join from a target to the targets directly below it. With
    #: it, the relation leads to the targets of the join and to all rows above
    #: them, which are identified by their column ``id``. AWX's language has no
    #: such relations.
    below: Callable[[Any], Join] | None = None


@dataclasses.dataclass(frozen=True)
class Document:
    """A JSON column; keys of filters continue with names inside it."""

    name: str
    column: Any = None
    #: Returns the Join to the table of the column, if it is another table.
    join: Callable[[Any], Join] | None = None
    #: Instead of `column` and `join`, where the first step decides which
    #: document is read: takes the Backend and the step, and returns a select
    #: of (id of the entity, document). ``backend.has_member(column, step)`` is
    #: the condition that a JSON column has the member, and
    #: ``backend.member_number(column, step)`` is the number in it.
    choose: Callable[[Any, str], Any] | None = None
    #: Whether AWX's language has it: there, any key of the root entity that
    #: starts with its name means it, whatever follows.
    in_awx: bool = False
    #: The name of a PostgreSQL function that finds documents by one member
    #: without reading them: it takes an object with that member and returns
    #: the ids of the rows whose document contains it.
    finder: str | None = None


Step = Field | Relation | Document


@dataclasses.dataclass(frozen=True)
class Entity:
    """A kind of rows, and the steps that a key can take from them."""

    name: str
    #: Its name in messages.
    model: str
    table: Any
    steps: tuple[Step, ...]
    #: The names of the text fields that ``search`` reads.
    search: tuple[str, ...] = ()
    #: The name of the field that a relation to this entity compares.
    identity: str = 'id'
    #: Other names of steps, such as ``pk`` for ``id``.
    aliases: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def step(self, name):
        """Return the Field or Relation of a name or alias, or None."""
        return self._find(name, (Field, Relation))

    def document(self, name):
        """Return the Document of a name or alias, or None."""
        return self._find(name, Document)

    def searched_relation(self, name):
        """Return the Relation that ``<name>__search`` means, or None."""
        for step in self.steps:
            if isinstance(step, Relation) and name in step.search_names:
                return step
        step = self.step(name)
        return step if isinstance(step, Relation) else None

    def names(self):
        """Return the names of the steps, for "did you mean"."""
        return [
            step.name
            for step in self.steps
            if not getattr(step, 'sensitive', False)
        ]

    def _find(self, name, kinds):
        name = self.aliases.get(name, name)
        for step in self.steps:
            if step.name == name and isinstance(step, kinds):
                return step
        return None


@dataclasses.dataclass(frozen=True)
class Catalog:
    """All entities; a filter selects rows of the root."""

    root: Entity
    others: tuple[Entity, ...] = ()

    def target(self, relation):
        """Return the Entity that a Relation leads to, or raise LookupError."""
        for entity in (self.root, *self.others):
            if entity.name == relation.target:
                return entity
        raise LookupError(relation.target)
