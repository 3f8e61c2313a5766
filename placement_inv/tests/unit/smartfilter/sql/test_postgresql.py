"""The SQL for PostgreSQL: what its indexes and its planner need."""

import operator
import unittest

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.smartfilter.regex import portable
from placement_inv.smartfilter.resolved import EACH
from placement_inv.smartfilter.sql import postgresql
from placement_inv.tests.unit.smartfilter.sql import written

_c = written.TABLE.c


def _write(element):
    return written.write(element, 'postgresql').replace('%%', '%')


class TestTexts(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.backend = postgresql.PostgreSQL()

    def test_wildcards_in_a_text_are_escaped(self):
        for where, pattern in (
            ('exact', r'5\%\_\\'),
            ('contains', r'%5\%\_\\%'),
            ('startswith', r'5\%\_\\%'),
            ('endswith', r'%5\%\_\\'),
        ):
            condition = self.backend.find(where, _c.name, '5%_\\', False)
            self.assertEqual(
                f"t.name LIKE '{pattern}' ESCAPE '\\'", _write(condition)
            )

    def test_both_sides_are_lowered_in_the_database(self):
        condition = self.backend.find('contains', _c.name, 'A', True)
        self.assertEqual(
            "lower(t.name) LIKE lower('%A%') ESCAPE '\\'", _write(condition)
        )

    def test_order_does_not_depend_on_a_collation(self):
        condition = self.backend.compare_texts(operator.lt, _c.name, 'a')
        self.assertEqual('(t.name COLLATE "C") < \'a\'', _write(condition))

    def test_case_is_the_operator_of_a_regular_expression(self):
        for pattern, expected in (
            ('a+b', "t.name ~ 'a+b'"),
            ('(?i)a+b', "t.name ~* 'a+b'"),
        ):
            regex = portable.translate(pattern)
            condition = self.backend.matches_regex(_c.name, regex)
            self.assertEqual(expected, _write(condition))


class TestDocuments(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.backend = postgresql.PostgreSQL()

    def test_containment_has_the_smallest_document(self):
        for steps, value, expected in (
            (('a', 'b'), None, '{"a": {"b": null}}'),
            (('a', EACH, 'b', EACH), 1.5, '{"a": [{"b": [1.5]}]}'),
            ((EACH,), True, '[true]'),
        ):
            self.assertEqual(
                f"t.doc @> CAST('{expected}' AS JSONB)",
                _write(self.backend.contains(_c.doc, steps, value)),
            )

    def test_a_finder_finds_a_member_of_the_top_level_only(self):
        document = smartfilter.Document('facts', finder='find_facts')
        select = self.backend.ids_containing(document, ('a',), 1)
        self.assertIn(
            'find_facts(CAST(\'{"a": 1}\' AS JSONB))', _write(select)
        )
        plain = smartfilter.Document('facts')
        for other, steps in (
            (document, ('a', 'b')),
            (document, (EACH,)),
            (plain, ('a',)),
        ):
            self.assertIsNone(self.backend.ids_containing(other, steps, 1))

    def test_numbers_are_exact(self):
        large = 2**63 + 1
        sql = _write(self.backend.matches(_c.doc, ('a',), 'gt', large))
        self.assertIn(f"> CAST('{large}' AS NUMERIC)", sql)

    def test_a_lookup_reads_a_document_once(self):
        sql = _write(self.backend.matches(_c.doc, ('a',), 'contains', 'x'))
        self.assertEqual(1, sql.count('t.doc'))
        self.assertIn("FROM unnest(ARRAY[t.doc -> 'a'])", sql)

    def test_elements_of_anything_but_a_list_are_none(self):
        sql = _write(self.backend.matches(_c.doc, (EACH,), 'exists', True))
        self.assertIn(
            "CASE WHEN (jsonb_typeof(t.doc) = 'array') THEN t.doc"
            " ELSE CAST('[]' AS JSONB) END",
            sql,
        )


class TestPlans(unittest.TestCase):
    def test_the_planner_does_not_look_into_a_condition(self):
        backend = postgresql.PostgreSQL()
        condition = _c.name.in_(sa.select(_c.note))
        for hide in (backend.no_flatten, backend.no_merge):
            self.assertTrue(_write(hide(condition)).endswith(') IS true'))
        self.assertIs(_c.name, backend.no_index(_c.name))
