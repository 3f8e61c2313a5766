"""The SQL of filters for MariaDB and MySQL."""

import decimal
import json
import math
import operator
import re

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.sql import backend
from placement_inv.smartfilter.sql import numbers

#: The most digits of a decimal, and the most of them behind its point.
_DIGITS, _SCALE = 65, 38
#: The digits before and behind the point of a text that is a number.
_TEXT_SCALE = 30
#: {lookup: how doubles compare that are not equal}.
_UNEQUAL = {
    'gt': operator.gt,
    'gte': operator.gt,
    'lt': operator.lt,
    'lte': operator.lt,
}
#: The length of the longest text in which the server searches for a pattern
#: with a repeat. One such search takes 0.2 seconds; nothing interrupts it.
LONGEST_SEARCHED = 20_000
#: Adding to it overflows, so the server ends the statement.
_LARGEST = 2**64 - 1
_NUMBERS = ('INTEGER', 'DOUBLE', 'DECIMAL')


class MySQL(backend.Backend):
    """Compares texts as bytes: collations ignore spaces at the end."""

    def no_merge(self, condition):
        """Hide IN from the planner, which would try all joins of several."""
        return condition.is_(sa.true())

    def equal(self, column, text):
        """Compare as texts, which an index helps, and as bytes, exactly."""
        return sa.and_(column == text, _bytes(column) == _bytes(text))

    def compare_texts(self, compare, column, text):
        """Compare the bytes of UTF-8, which sort as the code points do."""
        return compare(_bytes(column), _bytes(text))

    def text_exact(self, column, needle):
        """Compare whole texts."""
        return _bytes(column) == _bytes(needle)

    def text_contains(self, column, needle):
        """Find a text anywhere."""
        return sa.func.locate(_bytes(needle), _bytes(column)) > 0

    def text_startswith(self, column, needle):
        """Find a text at the start."""
        return sa.func.locate(_bytes(needle), _bytes(column)) == 1

    def text_endswith(self, column, needle):
        """Find a text at the end."""
        needle = _bytes(needle)
        return sa.func.right(_bytes(column), sa.func.length(needle)) == needle

    def matches_regex(self, column, regex):
        """Use PCRE with every option in the pattern itself.

        The server checks its time limit between rows, not within one search.
        """
        is_match = column.bool_op('REGEXP')(regex.pcre)
        length = getattr(column.type, 'length', None)
        if not regex.reads_again or (length or math.inf) <= LONGEST_SEARCHED:
            return is_match
        length = sa.func.char_length(column)
        is_too_long = length > sa.literal_column(str(LONGEST_SEARCHED))
        overflow = length + sa.literal_column(str(_LARGEST)) > 0
        return sa.case((is_too_long, overflow), else_=is_match)

    def version(self, text):
        """Split the text, pad its numbers and join them again."""
        separators = f'[{re.escape(versions.SEPARATORS)}]'
        dotted_text = sa.func.concat(
            sa.func.regexp_replace(
                sa.func.regexp_replace(text, '^[vV]', ''), separators, '.'
            ),
            '.' * versions.NUMBERS,
        )
        numbers = (
            sa.func.regexp_substr(
                sa.func.substring_index(
                    sa.func.substring_index(dotted_text, '.', number), '.', -1
                ),
                f'^[0-9]{{1,{versions.DIGITS}}}',
            )
            for number in range(1, versions.NUMBERS + 1)
        )
        sortable = sa.func.concat(*map(backend.pad_number, numbers))
        is_version = text.bool_op('REGEXP')('^[vV]?[0-9]')
        return sa.case((is_version, sortable))

    def compare_numbers(self, lookup, node, number):
        """Use decimals where doubles are not exact."""
        compare = backend.COMPARE[lookup]
        double = sa.literal(float(number), sa.Double)
        if numbers.is_exact_double(number):
            literal = _decimal_literal(number, _SCALE)
            return sa.case(
                (node.is_number(), compare(node.double(), double)),
                (
                    node.is_number_text(),
                    compare(node.decimal(_TEXT_SCALE), literal),
                ),
            )
        is_number = sa.or_(node.is_number(), node.is_number_text())
        scale = _scale_for(number)
        if scale is None:
            return sa.case((is_number, compare(node.double(), double)))
        # A decimal overflows where its double is much larger or smaller.
        literal = _decimal_literal(number, scale)
        return sa.case(
            (
                is_number,
                sa.or_(
                    _UNEQUAL[lookup](node.double(), double),
                    sa.and_(
                        node.double() == double,
                        compare(node.decimal(scale), literal),
                    ),
                ),
            )
        )

    def document(self, column):
        """Return the Node of a whole document."""
        return _Node(column)


def _bytes(text):
    if isinstance(text, str):
        text = sa.literal(text, sa.String)
    return sa.cast(text, sa.BINARY)


class _Node(backend.Node):
    """A document and a path into it, in two spellings.

    A path matches names as they are spelled in the document, where characters
    beyond ASCII may be JSON escapes.
    """

    def __init__(self, document, names=()):
        self.document = document
        self.names = names

    def _map_spellings(self, pointer):
        """Return the results of a function for each spelling of the path."""
        spellings = dict.fromkeys(
            '$' + ''.join(f'.{json.dumps(name, ensure_ascii=ascii)}'
                          for name in self.names)
            for ascii in (False, True)
        )  # fmt: skip
        return [pointer(path) for path in spellings]

    @property
    def json(self):
        values = self._map_spellings(
            lambda path: sa.func.json_extract(self.document, path)
        )
        return values[0] if len(values) == 1 else sa.func.coalesce(*values)

    def child(self, name):
        return _Node(self.document, (*self.names, name))

    def elements(self):
        return self._rows('$[*]')

    def materialize(self):
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
            return sa.and_(
                self.kind == 'BOOLEAN', self._unquote_json() == word
            )
        kinds, compare = _NUMBERS, _equals_number
        if isinstance(value, str):
            kinds, compare = ['STRING'], _equals_text
        return sa.and_(
            # PERF: json_value stops at the value; the other functions read
            # the whole document.
            sa.or_(*self._map_spellings(
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

    def is_not_null(self):
        return self.kind != 'NULL'

    def _unquote_json(self):
        return sa.func.json_unquote(self.json)

    def text(self):
        scalars = ('STRING', 'BOOLEAN', *_NUMBERS)
        return sa.case((self.kind.in_(scalars), self._unquote_json()))

    def number(self):
        is_number = sa.or_(self.is_number(), self.is_number_text())
        return sa.case((is_number, self.double()))

    def is_number(self):
        return self.kind.in_(_NUMBERS)

    def is_number_text(self):
        return sa.and_(
            self.kind == 'STRING',
            self._unquote_json().bool_op('REGEXP')(f'^{backend.NUMBER}\\z'),
        )

    def double(self):
        """Return a number, or a text that is one, as a double."""
        return sa.cast(self._unquote_json(), sa.Double)

    def decimal(self, scale):
        """Return the same as a decimal with a scale."""
        return sa.cast(self._unquote_json(), sa.Numeric(_DIGITS, scale))


def _equals_text(scalar, value):
    return _bytes(scalar) == _bytes(value)


def _equals_number(scalar, value):
    if numbers.is_exact_double(value):
        double = sa.literal(float(value), sa.Double)
        return sa.cast(scalar, sa.Double) == double
    return sa.or_(
        *(_equals_text(scalar, text) for text in numbers.spellings(value))
    )


def _scale_for(number):
    """Return the scale of decimals to compare a large number with, or None.

    Beyond the digits of a decimal, numbers compare as doubles.
    """
    integer_digits = len(str(int(abs(numbers.to_decimal(number)))))
    if integer_digits < _DIGITS - _TEXT_SCALE:
        return _TEXT_SCALE
    return 0 if integer_digits < _DIGITS else None


def _decimal_literal(number, scale):
    """Return a number as a decimal with a scale.

    One with more digits behind the point is rounded away from zero, so that
    it does not become equal to a text, which has fewer of them.
    """
    context = decimal.Context(prec=2 * _DIGITS, rounding=decimal.ROUND_UP)
    step = decimal.Decimal(1).scaleb(-scale)
    value = numbers.to_decimal(number).quantize(step, context=context)
    text = sa.literal(format(value, 'f'), sa.String)
    return sa.cast(text, sa.Numeric(_DIGITS, scale))


class _JSONRows(sa.sql.functions.FunctionElement):
    """The values at a path as rows of one column, ``element``."""

    inherit_cache = True
    name = 'json_rows'


@compiles(_JSONRows, 'mysql')
@compiles(_JSONRows, 'mariadb')
def _write_rows(element, compiler, **kwargs):
    document, path = (
        compiler.process(clause, **kwargs) for clause in element.clauses
    )
    return f"JSON_TABLE({document}, {path} COLUMNS (element JSON PATH '$'))"
