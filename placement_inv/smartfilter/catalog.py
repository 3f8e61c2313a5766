"""What may be filtered on: the caller declares it with its own tables.

The columns and hops are opaque here; only the compiler looks into them.
"""

from collections.abc import Callable
from collections.abc import Mapping
import dataclasses
import enum
from typing import Any


class Kind(enum.Enum):
    """What a field holds."""

    TEXT = 'text'
    INTEGER = 'integer'
    BOOLEAN = 'boolean'
    DATETIME = 'datetime'


@dataclasses.dataclass(frozen=True)
class Join:
    """The way from one row to its related rows.

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
    #: Its content must not leak: every filter on it is refused.
    sensitive: bool = False
    #: Whether it is the text of a document: no order is made of such, and
    #: databases may write its characters as JSON's escapes.
    is_document: bool = False


@dataclasses.dataclass(frozen=True)
class Relation:
    """A step to the rows of another entity."""

    name: str
    target: str
    #: Gives the Hop from a table or an alias of it.
    hop: Callable[[Any], Join] | None = None
    #: Other names it has in ``<name>__search``.
    search_names: tuple[str, ...] = ()
    sensitive: bool = False
    #: Gives the Hop from a target to the next targets below it: then the
    #: relation also leads to all that lies above what the hop leads to.
    #: Their column ``id`` tells them apart. AWX's language does not know
    #: such relations.
    below: Callable[[Any], Join] | None = None


@dataclasses.dataclass(frozen=True)
class Document:
    """A JSON column that keys reach into."""

    name: str
    column: Any = None
    #: Gives the Hop to the table of the column, when it is another one.
    hop: Callable[[Any], Join] | None = None
    #: In the place of both where the first step decides which document it
    #: is: gives a select of (id of the entity, document), from ``words`` and
    #: the step. ``words.has(column, step)`` says that a JSON column has it,
    #: ``words.number_at(column, step)`` gives the number there.
    choose: Callable[[Any, str], Any] | None = None
    #: Whether AWX's language knows it: any key of the root entity that
    #: starts with its name is about it, whatever follows.
    in_awx: bool = False
    #: A function of PostgreSQL that finds documents by one member without a
    #: look at them: it takes an object of that member, and gives the ids of
    #: the rows whose document it is.
    finder: str | None = None


Step = Field | Relation | Document


@dataclasses.dataclass(frozen=True)
class Entity:
    """One kind of rows and the steps that a key can take from there."""

    name: str
    #: What messages call it.
    model: str
    table: Any
    steps: tuple[Step, ...]
    #: The text fields that ``search`` looks into.
    search: tuple[str, ...] = ()
    #: The field that a relation to this entity is compared by.
    identity: str = 'id'
    #: Other names of steps, such as ``pk`` for ``id``.
    aliases: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def step(self, name):
        """Find a field or relation by name or alias; None if there is none."""
        return self._find(name, (Field, Relation))

    def document(self, name):
        """Find a document by name; None if there is none."""
        return self._find(name, Document)

    def searched_relation(self, name):
        """Find the relation that ``<name>__search`` means, or None."""
        for step in self.steps:
            if isinstance(step, Relation) and name in step.search_names:
                return step
        found = self.step(name)
        return found if isinstance(found, Relation) else None

    def names(self):
        """List what a key may say here, for "did you mean"."""
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
    """All entities; a filter is about rows of the root."""

    root: Entity
    others: tuple[Entity, ...] = ()

    def target(self, relation):
        """Give the entity a relation leads to."""
        for entity in (self.root, *self.others):
            if entity.name == relation.target:
                return entity
        raise LookupError(relation.target)
