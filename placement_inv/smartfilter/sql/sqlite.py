"""The SQL of filters for SQLite; it needs `sqlite_functions`."""

import re

import sqlalchemy as sa

from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.sql import backend
from placement_inv.smartfilter.sql import numbers

# A path matches names as they are spelled in the document, with its escapes;
# these characters are never escaped.
_PLAIN = re.compile(r'[A-Za-z0-9_ .:+@#$%&*/()\[\]-]*')
# Characters that JSON writers do not escape.
_RUN = re.compile(r'[A-Za-z0-9_ .:-]{2,}')
_NUMBERS = ('integer', 'real')


class SQLite(backend.Backend):
    """Finds texts with instr(), since LIKE ignores the case of ASCII."""

    def no_index(self, column):
        """Turn the column into an expression.

        Searching a list for each row is faster than looking up a row for each
        item of the list.
        """
        return column + sa.literal_column('0')

    def lower(self, text):
        """Use Python: lower() of SQLite knows ASCII only."""
        return sa.func.smartfilter_lower(text)

    def text_contains(self, column, needle):
        """Find a text anywhere."""
        return sa.func.instr(column, needle) > 0

    def text_startswith(self, column, needle):
        """Find a text at the start."""
        return sa.func.instr(column, needle) == 1

    def text_endswith(self, column, needle):
        """Find a text at the end."""
        return sa.func.substr(column, -sa.func.length(needle)) == needle

    def matches_regex(self, column, regex):
        """Use Python: SQLite has no engine for regular expressions."""
        return sa.func.smartfilter_matches(regex.python, column) == 1

    def version(self, text):
        """Use Python: SQLite has no function to split texts."""
        return sa.func.smartfilter_version(text)

    def contains(self, column, steps, value):
        """Search for the text first, which is faster than parsing the JSON."""
        condition = super().contains(column, steps, value)
        runs = _RUN.findall(value) if isinstance(value, str) else []
        if not runs:
            return condition
        has_text = sa.func.instr(column, max(runs, key=len)) > 0
        return sa.and_(has_text, condition)

    def compare_numbers(self, lookup, node, number):
        """Use Python where doubles are not exact: SQLite has no decimals."""
        compare = backend.COMPARE[lookup]
        text = repr(number)
        if numbers.is_exact_double(number):
            of_number = compare(node.scalar, sa.literal(float(number)))
        else:
            of_number = compare(
                sa.func.smartfilter_order(node.number_text(), text), 0
            )
        of_text = compare(
            sa.func.smartfilter_order_of_text(node.scalar, text), 0
        )
        return sa.case(
            (node.kind.in_(_NUMBERS), of_number),
            (node.kind == 'text', of_text),
        )

    def document(self, column):
        """Return the Node of a whole document."""
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

    def number_text(self):
        """Return a number as the document spells it.

        SQLite turns integers beyond 64 bits into doubles.
        """
        return _json_text(self.document, sa.literal(self.path, sa.String))

    def child(self, name):
        if _PLAIN.fullmatch(name):
            return _Node(self.document, f'{self.path}."{name}"')
        members = self._members()
        text = sa.func.smartfilter_member(
            _json_text(self.document, sa.literal(self.path, sa.String)), name
        )
        return Join(members, _Element(members, text), members.c.key == name)

    def elements(self):
        members = self._members()
        # The keys of an object are texts, those of a list are numbers.
        is_list = sa.func.typeof(members.c.key) == 'integer'
        path = sa.func.printf('%s[%d]', self.path, members.c.key)
        text = _json_text(self.document, path)
        return Join(members, _Element(members, text), is_list)

    def _members(self):
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
        if numbers.is_exact_double(value):
            is_equal = self.scalar == value
        else:
            is_equal = self.number_text().in_(numbers.spellings(value))
        return sa.and_(self.kind.in_(_NUMBERS), is_equal)

    def exists(self):
        return self.kind.is_not(None)

    def is_not_null(self):
        return self.kind != 'null'

    def text(self):
        return sa.case(
            (self.kind == 'text', self.scalar),
            (self.kind.in_(_NUMBERS), self.number_text()),
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

    def __init__(self, members, number_text):
        # Other values are plain SQL values: a text may look like JSON, or be
        # refused by the JSON parser.
        inside = sa.case(
            (members.c.type.in_(('object', 'array')), members.c.value),
            else_='null',
        )
        super().__init__(inside, '$')
        self.members = members
        self._number_text = number_text

    def number_text(self):
        # PERF: most numbers need not be looked up in the document again.
        atom = self.members.c.atom
        is_small = sa.func.typeof(atom) == 'integer'
        return sa.case(
            (is_small, sa.cast(atom, sa.String)), else_=self._number_text
        )

    @property
    def kind(self):
        return self.members.c.type

    @property
    def scalar(self):
        return self.members.c.atom


def _json_text(document, path):
    """Return the JSON text of a value at a path."""
    return document.op('->', return_type=sa.String())(path)
