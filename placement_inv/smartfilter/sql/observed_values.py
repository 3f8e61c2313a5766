"""What a filter sees from one row: the values that its tests look at."""

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

#: As much is shown of a text; who wants all of it knows where it is.
LONGEST = 1000


@dataclasses.dataclass(frozen=True, eq=False)
class Observation:
    """Where a test looks: at a field, a document, or how many there are."""

    path: tuple
    #: A Field, a Document, or the Relation that is counted.
    subject: Any
    #: The step that chooses the document, if one does.
    name: str | None = None

    @property
    def key(self):
        """Give what two sights have in common that see the same."""
        return (*map(id, self.path), id(self.subject), self.name)


def list_observations(test, catalog):
    """List where a test looks."""
    if isinstance(test, resolved.SearchTest):
        return [Observation(test.path, field) for field in test.fields]
    if isinstance(test, resolved.HoldsTest | resolved.DocumentTest):
        name = test.steps[0] if test.document.choose else None
        return [Observation(test.path, test.document, name)]
    if isinstance(test, resolved.CountTest):
        return [Observation(test.path, test.relation)]
    if test.field is not None:
        return [Observation(test.path, test.field)]
    related = catalog.target(test.path[-1])
    return [Observation(test.path, related.step(related.identity))]


def selects(sights, table, row_id, most, dialect_name):
    """Give a few selects that see it all, as (select, read) pairs.

    Their rows are (number of the sight, value), at most so many of each
    sight; ``read`` makes of the value what it means.
    """
    words = backends.get(dialect_name)
    by_kind = {}
    for number, sight in enumerate(sights):
        seen = _select(sight, table, row_id, most, words).subquery()
        arm = sa.select(sa.literal(number, sa.Integer), seen.c.value)
        by_kind.setdefault(_kind(sight), []).append((number, sight, arm))
    for kind, found in by_kind.items():
        arms = [arm for _number, _sight, arm in found]
        if kind is not Document:
            arms = [sa.union_all(*arms)]
        flags = {
            number
            for number, sight, _arm in found
            if getattr(sight.subject, 'kind', None) is Kind.BOOLEAN
        }
        for arm in arms:
            yield arm, functools.partial(_read, flags)


def _kind(sight):
    """Give what sights must have in common to be seen in one select."""
    if isinstance(sight.subject, Document):
        return Document
    kind = getattr(sight.subject, 'kind', Kind.INTEGER)
    return Kind.INTEGER if kind is Kind.BOOLEAN else kind


def _read(flags, number, value):
    return bool(value) if number in flags and value is not None else value


def _select(sight, table, row_id, most, words):
    parent = table.alias()
    sources, conditions = [parent], [parent.c.id == row_id]
    for relation in sight.path:
        hop = relation.hop(parent)
        sources, conditions = [*sources, hop.source], [*conditions, hop.on]
        parent = hop.target
        if relation.below:
            reached = _at_or_above(relation, parent, sources, conditions)
            parent = _table_of(parent).alias()
            sources = [parent]
            conditions = [parent.c.id.in_(sa.select(reached.c.id))]
    order = parent.c.id
    if _kind(sight) is Document:
        hop, value = _document(sight, parent, words)
        if hop:
            sources, conditions = [*sources, hop.source], [*conditions, hop.on]
    else:
        value = _value(sight.subject, parent)
    return (
        sa.select(value.label('value'))
        .select_from(*sources)
        .where(*conditions)
        .order_by(order)
        .limit(most)
    )


def _at_or_above(relation, target, sources, conditions):
    """Give the ids of what a relation leads to, as its hop goes down."""
    reached = (
        sa.select(target.c.id.label('id'))
        .select_from(*sources)
        .where(*conditions)
        .cte(recursive=True, nesting=True)
    )
    above = _table_of(target).alias()
    below = relation.below(above)
    return reached.union(
        sa.select(above.c.id)
        .select_from(reached, above, below.source)
        .where(below.on, below.target.c.id == reached.c.id)
    )


def _table_of(target):
    return getattr(target, 'element', target)


def _document(sight, table, words):
    """Return (hop or None, column) of a document."""
    document = sight.subject
    if document.choose:
        chosen = document.choose(words, sight.name).subquery()
        hop = Join(chosen, chosen, chosen.c.id == table.c.id)
        return hop, chosen.c.document
    hop = document.hop and document.hop(table)
    target = hop.target if hop else table
    return hop, target.c[document.column.key]


def _value(subject, table):
    if not isinstance(subject, Field):
        return _count(subject.hop(table))
    column = column_of(subject, table)
    if subject.kind is Kind.TEXT:
        return sa.func.substr(column, 1, LONGEST)
    if subject.kind is Kind.INTEGER:
        return sa.cast(column, sa.BigInteger)
    return _as_number(column) if subject.kind is Kind.BOOLEAN else column


def _as_number(flag):
    one, none = (sa.cast(number, sa.BigInteger) for number in (1, 0))
    return sa.case((flag.is_(sa.true()), one), (flag.is_(sa.false()), none))


def _count(hop):
    counted = sa.select(sa.func.count()).select_from(hop.source).where(hop.on)
    return sa.cast(counted.scalar_subquery(), sa.BigInteger)
