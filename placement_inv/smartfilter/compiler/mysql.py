"""Filters in the words of MariaDB and MySQL."""

import json

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from placement_inv.smartfilter.catalog import Hop
from placement_inv.smartfilter.compiler import backend

# Up to here every integer is a double of its own.
_EXACT_DOUBLES = 2**53


class MySQL(backend.Backend):
    """Texts are compared as bytes: collations ignore spaces at the end."""

    def equal(self, column, text):
        """Compare plainly for the index, as bytes for the truth."""
        return sa.and_(column == text, _bytes(column) == _bytes(text))

    def ordered(self, operator, column, text):
        """Order the bytes of UTF-8, which is the order of code points."""
        return operator(_bytes(column), _bytes(text))

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
        document = self.json if self.names else self.document
        source = _JSONElements(document).table_valued(
            sa.column('element'), joins_implicitly=True
        )
        return Hop(source, _Node(source.c.element), sa.true())

    def equals(self, value):
        kind = sa.func.json_type(self.json)
        scalar = sa.func.json_unquote(self.json)
        if value is None:
            return kind == 'NULL'
        if isinstance(value, bool):
            word = 'true' if value else 'false'
            return sa.and_(kind == 'BOOLEAN', scalar == word)
        if isinstance(value, str):
            return sa.and_(kind == 'STRING', _bytes(scalar) == _bytes(value))
        return sa.and_(
            kind.in_(('INTEGER', 'DOUBLE', 'DECIMAL')), *_number(scalar, value)
        )


def _number(scalar, value):
    yield sa.cast(scalar, sa.Double) == sa.literal(float(value), sa.Double)
    if isinstance(value, int) and abs(value) > _EXACT_DOUBLES:
        exact = sa.cast(scalar, sa.Numeric(65, 0))
        yield exact == sa.literal(value, sa.Numeric(65, 0))


class _JSONElements(sa.sql.functions.FunctionElement):
    """The elements of a list as rows; no rows for anything else."""

    inherit_cache = True
    name = 'json_elements'


@compiles(_JSONElements, 'mysql')
@compiles(_JSONElements, 'mariadb')
def _write_elements(element, compiler, **kwargs):
    (document,) = element.clauses
    inner = compiler.process(document, **kwargs)
    return f"JSON_TABLE({inner}, '$[*]' COLUMNS (element JSON PATH '$'))"
