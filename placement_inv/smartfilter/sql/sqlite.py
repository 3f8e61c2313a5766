"""Filters in the words of SQLite; see sqlite_functions for what it needs."""

import re

import sqlalchemy as sa

from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.sql import backend

# Paths compare names as they are written in the document, escapes and all;
# these are never written otherwise.
_PLAIN = re.compile(r'[A-Za-z0-9_ .:+@#$%&*/()\[\]-]*')
# Nobody writes these with escapes.
_RUN = re.compile(r'[A-Za-z0-9_ .:-]{2,}')
_LARGEST = 2**63 - 1
_NUMBERS = ('integer', 'real')


class SQLite(backend.Backend):
    """LIKE ignores the case of ASCII here, so instr() finds texts."""

    def no_index(self, column):
        """Turn the column into an expression.

        To look for each row of a list is slower than to look into it.
        """
        return column + sa.literal_column('0')

    def lower(self, text):
        """Use Python: lower() of SQLite knows ASCII only."""
        return sa.func.smartfilter_lower(text)

    def contains(self, column, needle):
        """Find a text anywhere."""
        return sa.func.instr(column, needle) > 0

    def startswith(self, column, needle):
        """Find a text at the start."""
        return sa.func.instr(column, needle) == 1

    def endswith(self, column, needle):
        """Find a text at the end."""
        return sa.func.substr(column, -sa.func.length(needle)) == needle

    def matches(self, column, regex):
        """Use Python: SQLite has the operator but no engine."""
        return sa.func.smartfilter_matches(regex.python, column) == 1

    def version(self, text):
        """Use Python: there is nothing here to take texts apart with."""
        return sa.func.smartfilter_version(text)

    def holds(self, column, steps, value):
        """Look for the text anywhere first: to parse takes much longer."""
        found = super().holds(column, steps, value)
        runs = _RUN.findall(value) if isinstance(value, str) else []
        if not runs:
            return found
        somewhere = sa.func.instr(column, max(runs, key=len)) > 0
        return sa.and_(somewhere, found)

    def document(self, column):
        """Give the node of a whole document."""
        return _Node(column, '$')


class _Node(backend.Node):
    """A document and a path into it."""

    def __init__(self, document, path):
        self.document = document
        self.path = path

    @property
    def kind(self):
        return sa.func.json_type(self.document, self.path)

    @property
    def scalar(self):
        return sa.func.json_extract(self.document, self.path)

    def child(self, name):
        if _PLAIN.fullmatch(name):
            return _Node(self.document, f'{self.path}."{name}"')
        members = self._inside()
        return Join(members, _Element(members), members.c.key == name)

    def elements(self):
        members = self._inside()
        # The members of an object have texts for keys.
        is_list = sa.func.typeof(members.c.key) == 'integer'
        return Join(members, _Element(members), is_list)

    def _inside(self):
        return sa.func.json_each(self.document, self.path).table_valued(
            'key', 'value', 'type', 'atom', joins_implicitly=True
        )

    def equals(self, value):
        if value is None:
            return self.kind == 'null'
        if isinstance(value, bool):
            return self.kind == ('true' if value else 'false')
        if isinstance(value, str):
            return sa.and_(self.kind == 'text', self.scalar == value)
        if abs(value) > _LARGEST:
            value = float(value)
        return sa.and_(self.kind.in_(_NUMBERS), self.scalar == value)

    def exists(self):
        return self.kind.is_not(None)

    def filled(self):
        return self.kind != 'null'

    def text(self):
        return sa.case(
            (self.kind == 'text', self.scalar),
            (self.kind.in_(_NUMBERS), sa.cast(self.scalar, sa.String)),
            (self.kind.in_(('true', 'false')), self.kind),
        )

    def number(self):
        return sa.case(
            (self.kind.in_(_NUMBERS), self.scalar),
            (
                self.kind == 'text',
                sa.func.smartfilter_number(self.scalar),
            ),
        )


class _Element(_Node):
    """A row of json_each."""

    def __init__(self, members):
        # What is no list or object is a bare SQL value, perhaps a text that
        # looks like JSON or breaks its parser.
        inside = sa.case(
            (members.c.type.in_(('object', 'array')), members.c.value),
            else_='null',
        )
        super().__init__(inside, '$')
        self.members = members

    @property
    def kind(self):
        return self.members.c.type

    @property
    def scalar(self):
        return self.members.c.atom
