"""The SQL of filters for PostgreSQL."""

import json

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.resolved import EACH
from placement_inv.smartfilter.sql import backend

_LIKE = str.maketrans({'\\': '\\\\', '%': '\\%', '_': '\\_'})


class PostgreSQL(backend.Backend):
    """Uses LIKE and @>, which indexes support."""

    def no_flatten(self, condition):
        """Hide EXISTS from the planner, which takes minutes for many."""
        return condition.is_(sa.true())

    def no_merge(self, condition):
        """Let each subquery run once, and look its rows up by a hash."""
        return condition.is_(sa.true())

    def compare_texts(self, compare, column, text):
        """Compare code points, whatever the collation of the database."""
        return compare(column.collate('C'), text)

    def find(self, where, column, text, insensitive):
        """Use LIKE with the whole pattern as one parameter."""
        prefix, suffix = _WILDCARDS[where]
        pattern = prefix + text.translate(_LIKE) + suffix
        needle = sa.literal(pattern, sa.String)
        if insensitive:
            column, needle = self.lower(column), self.lower(needle)
        return column.like(needle, escape='\\')

    def matches_regex(self, column, regex):
        """Use the operators of advanced regular expressions."""
        operator = '~*' if regex.insensitive else '~'
        return column.bool_op(operator)(regex.postgresql)

    def ids_containing(self, document, steps, value):
        """Use the document's finder, which knows top-level members only.

        A FROM clause calls it once; elsewhere it is called for each id.
        """
        if not document.finder or len(steps) != 1 or steps[0] is EACH:
            return None
        find = getattr(sa.func, document.finder)
        return sa.select(find(_pattern(steps, value)).column_valued())

    def contains(self, column, steps, value):
        """Use containment, which a GIN index on the column supports."""
        return column.bool_op('@>')(_pattern(steps, value))

    def compare_numbers(self, lookup, node, number):
        """Use exact numbers, as JSONB does."""
        literal = sa.cast(sa.literal(repr(number), sa.String), sa.Numeric)
        return backend.COMPARE[lookup](node.number(), literal)

    def version(self, text):
        """Split the text, pad its numbers and join them again."""
        bare = sa.func.translate(
            sa.func.regexp_replace(text, '^[vV]', ''),
            versions.SEPARATORS,
            '.' * len(versions.SEPARATORS),
        )
        parts = (
            sa.func.unnest(sa.func.string_to_array(bare, '.'))
            .table_valued('part', with_ordinality='place')
            .render_derived()
        )
        number = sa.func.substring(
            parts.c.part, f'^[0-9]{{1,{versions.DIGITS}}}'
        )
        digits = sa.func.string_agg(
            backend.pad_number(number),
            postgresql.aggregate_order_by(sa.literal(''), parts.c.place),
        )
        width = versions.NUMBERS * versions.DIGITS
        sortable = (
            sa.select(sa.func.rpad(digits, width, '0').collate('C'))
            .where(parts.c.place <= versions.NUMBERS)
            .scalar_subquery()
        )
        is_version = text.bool_op('~')('^[vV]?[0-9]')
        return sa.case((is_version, sortable))

    def document(self, column):
        """Return the Node of a whole document."""
        return _Node(column)


def _pattern(steps, value):
    """Return the smallest document that has a value at a path."""
    for step in reversed(steps):
        value = [value] if step is EACH else {step: value}
    pattern = sa.literal(json.dumps(value), sa.Text)
    return sa.cast(pattern, postgresql.JSONB)


class _Node(backend.Node):
    """A JSONB expression."""

    def __init__(self, json):
        self.json = json

    @property
    def kind(self):
        return sa.func.jsonb_typeof(self.json)

    def child(self, name):
        # With a text operand, the operator never indexes a list.
        member = self.json.op('->', return_type=postgresql.JSONB())
        return _Node(member(sa.literal(name, sa.Text)))

    def elements(self):
        elements = sa.case(
            (self.kind == 'array', self.json),
            else_=sa.cast(sa.literal('[]', sa.Text), postgresql.JSONB),
        )
        return _rows(sa.func.jsonb_array_elements(elements))

    def materialize(self):
        # PERF: each read of the column would decompress it again. No planner
        # looks into a function that returns rows.
        return _rows(sa.func.unnest(postgresql.array([self.json])))

    def exists(self):
        return self.json.is_not(None)

    def is_not_null(self):
        return self.kind != 'null'

    def _unquote_json(self):
        return self.json.op('#>>', return_type=sa.String())(
            sa.literal_column("'{}'")
        )

    def text(self):
        scalars = ('string', 'number', 'boolean')
        return sa.case((self.kind.in_(scalars), self._unquote_json()))

    def number(self):
        text = self._unquote_json()
        in_text = sa.and_(
            self.kind == 'string',
            text.bool_op('~')(f'^{backend.NUMBER}$'),
        )
        is_number = sa.or_(self.kind == 'number', in_text)
        return sa.case((is_number, sa.cast(text, sa.Numeric)))


def _rows(function):
    source = function.table_valued(
        sa.column('value', postgresql.JSONB), joins_implicitly=True
    ).render_derived()
    return Join(source, _Node(source.c.value), sa.true())


_WILDCARDS = {
    'exact': ('', ''),
    'contains': ('%', '%'),
    'startswith': ('', '%'),
    'endswith': ('%', ''),
}
