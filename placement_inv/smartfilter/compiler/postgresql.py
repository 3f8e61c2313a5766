"""Filters in the words of PostgreSQL."""

import json

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from placement_inv.smartfilter.checked import EACH
from placement_inv.smartfilter.compiler import backend

_LIKE = str.maketrans({'\\': '\\\\', '%': '\\%', '_': '\\_'})


class PostgreSQL(backend.Backend):
    """LIKE and @> are what indexes can help with here."""

    def fenced(self, condition):
        """Hide EXISTS from the planner: many semi-joins take it minutes."""
        return condition.is_(sa.true())

    def ordered(self, operator, column, text):
        """Order by code points, whatever the language of the database."""
        return operator(column.collate('C'), text)

    def find(self, where, column, text, insensitive):
        """Use LIKE with the whole pattern as one parameter."""
        before, after = _AROUND[where]
        pattern = before + text.translate(_LIKE) + after
        needle = sa.literal(pattern, sa.String)
        if insensitive:
            column, needle = self.lower(column), self.lower(needle)
        return column.like(needle, escape='\\')

    def matches(self, column, regex):
        """Use the operators of advanced regular expressions."""
        operator = '~*' if regex.insensitive else '~'
        return column.bool_op(operator)(regex.postgresql)

    def holds(self, column, steps, value):
        """Use containment, which a GIN index on the column answers."""
        for step in reversed(steps):
            value = [value] if step is EACH else {step: value}
        pattern = sa.literal(json.dumps(value), sa.Text)
        return column.bool_op('@>')(sa.cast(pattern, postgresql.JSONB))


_AROUND = {
    'exact': ('', ''),
    'contains': ('%', '%'),
    'startswith': ('', '%'),
    'endswith': ('%', ''),
}
