"""The SQL for MariaDB: texts as bytes, and documents by their spelling."""

import operator
import unittest
import warnings

import sqlalchemy as sa

from placement_inv.smartfilter.regex import portable
from placement_inv.smartfilter.resolved import EACH
from placement_inv.smartfilter.sql import mysql
from placement_inv.tests.unit.smartfilter.sql import written

_c = written.TABLE.c


def _write(element):
    with warnings.catch_warnings():
        # The dialect without a server does not know CAST(… AS DOUBLE).
        warnings.simplefilter('ignore', sa.exc.SAWarning)
        return written.write(element, 'mysql').replace('%%', '%')


class TestTexts(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.backend = mysql.MySQL()

    def test_equality_can_use_an_index_and_is_exact(self):
        self.assertEqual(
            "t.name = 'a ' AND CAST(t.name AS BINARY) = CAST('a ' AS BINARY)",
            _write(self.backend.equal(_c.name, 'a ')),
        )

    def test_texts_are_compared_as_bytes(self):
        column, text = 'CAST(t.name AS BINARY)', "CAST('a%' AS BINARY)"
        for where, expected in (
            ('exact', f'{column} = {text}'),
            ('contains', f'locate({text}, {column}) > 0'),
            ('startswith', f'locate({text}, {column}) = 1'),
            ('endswith', f'right({column}, length({text})) = {text}'),
        ):
            condition = self.backend.find(where, _c.name, 'a%', False)
            self.assertEqual(expected, _write(condition), where)
        condition = self.backend.compare_texts(operator.ge, _c.name, 'a%')
        self.assertEqual(f'{column} >= {text}', _write(condition))

    def test_case_is_an_option_of_the_pattern(self):
        for pattern, expected in (
            ('ab', "t.note REGEXP '(*UCP)(?s-i)ab'"),
            ('(?i)ab', "t.note REGEXP '(*UCP)(?si)ab'"),
        ):
            regex = portable.translate(pattern)
            condition = self.backend.matches_regex(_c.note, regex)
            self.assertEqual(expected, _write(condition))

    def test_a_repeat_is_not_searched_for_in_a_very_long_text(self):
        regex = portable.translate('a+b')
        short = _write(self.backend.matches_regex(_c.name, regex))
        self.assertEqual("t.name REGEXP '(*UCP)(?s-i)a+b'", short)
        long = _write(self.backend.matches_regex(_c.note, regex))
        self.assertTrue(
            long.startswith(
                f'CASE WHEN (char_length(t.note) > {mysql.LONGEST_SEARCHED})'
                ' THEN char_length(t.note) + 18446744073709551615 > 0'
            ),
            long,
        )


class TestDocuments(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.backend = mysql.MySQL()

    def _contains(self, steps, value):
        return _write(self.backend.contains(_c.doc, steps, value))

    def test_a_name_beyond_ascii_is_found_in_both_spellings(self):
        sql = self._contains(('é',), 'x')
        for path in ('$."é"', '$."\\\\u00e9"'):
            self.assertIn(f"json_value(t.doc, '{path}')", sql)
        self.assertEqual(1, self._contains(('e',), 'x').count('json_value('))

    def test_each_type_is_compared_as_its_own(self):
        kind = 'json_type(json_extract(t.doc, \'$."a"\'))'
        for value, expected in (
            (None, f"{kind} = 'NULL'"),
            (True, f"{kind} = 'BOOLEAN'"),
            ('1', f"{kind} IN ('STRING')"),
            (1, f"{kind} IN ('INTEGER', 'DOUBLE', 'DECIMAL')"),
        ):
            self.assertIn(expected, self._contains(('a',), value))

    def test_integers_beyond_doubles_are_compared_exactly(self):
        sql = self._contains(('a',), 2**53 - 1)
        self.assertIn(' = 9007199254740991.0', sql)
        sql = self._contains(('a',), 2**53)
        for text in ('9007199254740992', '9007199254740992.0'):
            self.assertIn(f"= CAST('{text}' AS BINARY)", sql)

    def test_large_numbers_are_ordered_as_decimals(self):
        for number, decimals in (
            (2**53 - 1, (65, 38)),
            (2**53, (65, 30)),
            (10**34, (65, 0)),
            (10**64, None),
        ):
            sql = _write(self.backend.matches(_c.doc, ('a',), 'gt', number))
            literal = '' if decimals is None else f'DECIMAL{decimals}'
            self.assertIn(literal, sql)
            self.assertEqual(decimals is None, 'DECIMAL(' not in sql)

    def test_elements_are_rows(self):
        sql = self._contains(('a', EACH), 1)
        self.assertIn(
            "FROM JSON_TABLE(json_extract(t.doc, '$.\"a\"'), '$[*]'"
            " COLUMNS (element JSON PATH '$'))",
            sql,
        )

    def test_quotes_in_a_name_are_escaped(self):
        sql = self._contains(('a"b',), None)
        self.assertIn('$."a\\\\"b"', sql)


class TestPlans(unittest.TestCase):
    def test_only_subqueries_are_hidden_from_the_planner(self):
        backend = mysql.MySQL()
        condition = _c.name.in_(['a'])
        self.assertEqual(
            "(t.name IN ('a')) IS true", _write(backend.no_merge(condition))
        )
        self.assertIs(condition, backend.no_flatten(condition))
