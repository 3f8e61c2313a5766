"""Filters in the words of MariaDB and MySQL."""

import json
import re

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.sql import backend

# Up to here every integer is a double of its own.
_EXACT_DOUBLES = 2**53
_NUMBERS = ('INTEGER', 'DOUBLE', 'DECIMAL')


class MySQL(backend.Backend):
    """Texts are compared as bytes: collations ignore spaces at the end."""

    def no_merge(self, condition):
        """Hide IN from the planner: it tries the joins of several for ever."""
        return condition.is_(sa.true())

    def equal(self, column, text):
        """Compare plainly for the index, as bytes for the truth."""
        return sa.and_(column == text, _bytes(column) == _bytes(text))

    def ordered(self, compare, column, text):
        """Order the bytes of UTF-8, which is the order of code points."""
        return compare(_bytes(column), _bytes(text))

    def exact(self, column, needle):
        """Compare whole texts."""
        return _bytes(column) == _bytes(needle)

    def contains(self, column, needle):
        """Find a text anywhere."""
        return sa.func.locate(_bytes(needle), _bytes(column)) > 0

    def startswith(self, column, needle):
        """Find a text at the start."""
        return sa.func.locate(_bytes(needle), _bytes(column)) == 1

    def endswith(self, column, needle):
        """Find a text at the end."""
        needle = _bytes(needle)
        return sa.func.right(_bytes(column), sa.func.length(needle)) == needle

    def matches(self, column, regex):
        """Use PCRE with every option in the pattern itself."""
        return column.bool_op('REGEXP')(regex.pcre)

    def version(self, text):
        """Take the text apart, pad its numbers and join them again."""
        separators = f'[{re.escape(versions.SEPARATORS)}]'
        dotted = sa.func.concat(
            sa.func.regexp_replace(
                sa.func.regexp_replace(text, '^[vV]', ''), separators, '.'
            ),
            '.' * versions.NUMBERS,
        )
        numbers = (
            sa.func.regexp_substr(
                sa.func.substring_index(
                    sa.func.substring_index(dotted, '.', number), '.', -1
                ),
                f'^[0-9]{{1,{versions.DIGITS}}}',
            )
            for number in range(1, versions.NUMBERS + 1)
        )
        joined = sa.func.concat(*map(backend.padded, numbers))
        is_version = text.bool_op('REGEXP')('^[vV]?[0-9]')
        return sa.case((is_version, joined))

    def document(self, column):
        """Give the node of a whole document."""
        return _Node(column)


def _bytes(text):
    if isinstance(text, str):
        text = sa.literal(text, sa.String)
    return sa.cast(text, sa.BINARY)


class _Node(backend.Node):
    """A document and a path into it, written in two ways.

    Paths compare names as they are written in the document: plainly or with
    escapes, as its writer liked.
    """

    def __init__(self, document, names=()):
        self.document = document
        self.names = names

    def _at(self, pointer):
        """Ask for the node by each spelling of its path."""
        spellings = dict.fromkeys(
            '$' + ''.join(f'.{json.dumps(name, ensure_ascii=ascii)}'
                          for name in self.names)
            for ascii in (False, True)
        )  # fmt: skip
        return [pointer(path) for path in spellings]

    @property
    def json(self):
        found = self._at(
            lambda path: sa.func.json_extract(self.document, path)
        )
        return found[0] if len(found) == 1 else sa.func.coalesce(*found)

    def child(self, name):
        return _Node(self.document, (*self.names, name))

    def elements(self):
        return self._rows('$[*]')

    def settled(self):
        return self._rows('$') if self.names else self

    def _rows(self, path):
        document = self.json if self.names else self.document
        source = _JSONRows(document, sa.literal_column(f"'{path}'"))
        source = source.table_valued(
            sa.column('element'), joins_implicitly=True
        )
        return Join(source, _Node(source.c.element), sa.true())

    def equals(self, value):
        if value is None:
            return self.kind == 'NULL'
        if isinstance(value, bool):
            word = 'true' if value else 'false'
            return sa.and_(self.kind == 'BOOLEAN', self._bare() == word)
        kinds, compare = _NUMBERS, _equals_number
        if isinstance(value, str):
            kinds, compare = ['STRING'], _equals_text
        return sa.and_(
            # This stops at the value, where the other functions read on.
            sa.or_(*self._at(
                lambda path: compare(
                    sa.func.json_value(self.document, path), value
                )
            )),
            self.kind.in_(kinds),
        )  # fmt: skip

    @property
    def kind(self):
        return sa.func.json_type(self.json)

    def exists(self):
        return self.kind.is_not(None)

    def filled(self):
        return self.kind != 'NULL'

    def _bare(self):
        return sa.func.json_unquote(self.json)

    def text(self):
        scalars = ('STRING', 'BOOLEAN', *_NUMBERS)
        return sa.case((self.kind.in_(scalars), self._bare()))

    def number(self):
        in_text = sa.and_(
            self.kind == 'STRING',
            self._bare().bool_op('REGEXP')(f'^{backend.NUMBER}\\z'),
        )
        is_number = sa.or_(self.kind.in_(_NUMBERS), in_text)
        return sa.case((is_number, sa.cast(self._bare(), sa.Double)))


def _equals_text(scalar, value):
    return _bytes(scalar) == _bytes(value)


def _equals_number(scalar, value):
    equal = sa.cast(scalar, sa.Double) == sa.literal(float(value), sa.Double)
    if isinstance(value, float) or abs(value) <= _EXACT_DOUBLES:
        return equal
    exact = sa.cast(scalar, sa.Numeric(65, 0))
    return sa.and_(equal, exact == sa.literal(value, sa.Numeric(65, 0)))


class _JSONRows(sa.sql.functions.FunctionElement):
    """What a path leads to as rows of one column, ``element``."""

    inherit_cache = True
    name = 'json_rows'


@compiles(_JSONRows, 'mysql')
@compiles(_JSONRows, 'mariadb')
def _write_rows(element, compiler, **kwargs):
    document, path = (
        compiler.process(clause, **kwargs) for clause in element.clauses
    )
    return f"JSON_TABLE({document}, {path} COLUMNS (element JSON PATH '$'))"
