"""Selects the values of one row that the tests of a filter compare."""

import dataclasses
import functools
from typing import Any

import sqlalchemy as sa

from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.catalog import Document
from placement_inv.smartfilter.catalog import Field
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.sql import backends
from placement_inv.smartfilter.sql.conditions import column_of

#: How many characters of a text are selected: one more than an explanation
#: shows, so that it can mark a text that is cut.
LONGEST = 1001


@dataclasses.dataclass(frozen=True, eq=False)
class Observation:
    """What a test reads: a field, a document, or a number of rows."""

    path: tuple
    #: A Field, a Document, or the Relation whose rows are counted.
    subject: Any
    #: The step that chooses the document, if a step does.
    name: str | None = None

    @property
    def key(self):
        """Return a key that is equal for observations of the same values."""
        return (*map(id, self.path), id(self.subject), self.name)


def list_observations(test, catalog):
    """Return the Observations that a test of a filter makes, as a list."""
    if isinstance(test, resolved.SearchTest):
        return [Observation(test.path, field) for field in test.fields]
    if isinstance(test, resolved.ContainsTest | resolved.DocumentTest):
        name = test.steps[0] if test.document.choose else None
        return [Observation(test.path, test.document, name)]
    if isinstance(test, resolved.CountTest):
        return [Observation(test.path, test.relation)]
    if test.field is not None:
        return [Observation(test.path, test.field)]
    entity = catalog.target(test.path[-1])
    return [Observation(test.path, entity.step(entity.identity))]


def selects(observations, table, row_id, most, dialect_name):
    """Yield (select, read) pairs that select the values of all observations.

    Each select returns rows of (index of the observation, value), at most
    `most` for each observation; ``read(index, value)`` converts the value.
    Observations share selects, so that few statements are needed.
    """
    backend = backends.get(dialect_name)
    by_kind = {}
    for number, observation in enumerate(observations):
        values = _select(observation, table, row_id, most, backend).subquery()
        select = sa.select(sa.literal(number, sa.Integer), values.c.value)
        by_kind.setdefault(_kind(observation), []).append((number, select))
    for kind, numbered_selects in by_kind.items():
        parts = [select for _number, select in numbered_selects]
        if kind is not Document:
            parts = [sa.union_all(*parts)]
        flags = {
            number
            for number, _select in numbered_selects
            if getattr(observations[number].subject, 'kind', None)
            is Kind.BOOLEAN
        }
        for part in parts:
            yield part, functools.partial(_read, flags)


def _kind(observation):
    """Return the kind of values; those of one kind share a select."""
    if isinstance(observation.subject, Document):
        return Document
    kind = getattr(observation.subject, 'kind', Kind.INTEGER)
    return Kind.INTEGER if kind is Kind.BOOLEAN else kind


def _read(flags, number, value):
    return bool(value) if number in flags and value is not None else value


def _select(observation, table, row_id, most, backend):
    parent = table.alias()
    sources, conditions = [parent], [parent.c.id == row_id]
    for relation in observation.path:
        join = relation.join(parent)
        sources.append(join.source)
        conditions.append(join.on)
        parent = join.target
        if relation.below:
            ids = _ids_at_or_above(relation, parent, sources, conditions)
            parent = _table_of(parent).alias()
            sources = [parent]
            conditions = [parent.c.id.in_(sa.select(ids.c.id))]
    order = parent.c.id
    if _kind(observation) is Document:
        join, value = _document(observation, parent, backend)
        if join:
            sources.append(join.source)
            conditions.append(join.on)
    else:
        value = _value(observation.subject, parent)
    return (
        sa.select(value.label('value'))
        .select_from(*sources)
        .where(*conditions)
        .order_by(order)
        .limit(most)
    )


def _ids_at_or_above(relation, target, sources, conditions):
    """Return the ids of a relation's targets and of all rows above them."""
    ids = (
        sa.select(target.c.id.label('id'))
        .select_from(*sources)
        .where(*conditions)
        .cte(recursive=True, nesting=True)
    )
    above = _table_of(target).alias()
    below = relation.below(above)
    return ids.union(
        sa.select(above.c.id)
        .select_from(ids, above, below.source)
        .where(below.on, below.target.c.id == ids.c.id)
    )


def _table_of(target):
    return getattr(target, 'element', target)


def _document(observation, table, backend):
    """Return the (Join or None, column) of a document."""
    document = observation.subject
    if document.choose:
        choice = document.choose(backend, observation.name).subquery()
        join = Join(choice, choice, choice.c.id == table.c.id)
        return join, choice.c.document
    join = document.join and document.join(table)
    target = join.target if join else table
    return join, target.c[document.column.key]


def _value(subject, table):
    if not isinstance(subject, Field):
        return _count(subject.join(table))
    column = column_of(subject, table)
    if subject.kind is Kind.TEXT:
        return sa.func.substr(column, 1, LONGEST)
    if subject.kind is Kind.INTEGER:
        return sa.cast(column, sa.BigInteger)
    return _as_number(column) if subject.kind is Kind.BOOLEAN else column


def _as_number(flag):
    one, zero = (sa.cast(number, sa.BigInteger) for number in (1, 0))
    return sa.case((flag.is_(sa.true()), one), (flag.is_(sa.false()), zero))


def _count(join):
    count = sa.select(sa.func.count()).select_from(join.source).where(join.on)
    return sa.cast(count.scalar_subquery(), sa.BigInteger)
