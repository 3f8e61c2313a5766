"""The conditions of resolved nodes: relations, documents, limits of SQL."""

import unittest

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.smartfilter.sql import backends
from placement_inv.smartfilter.sql import conditions
from placement_inv.tests.unit.smartfilter import world
from placement_inv.tests.unit.smartfilter.sql import written


def _write(text, dialect_name='sqlite', few=False):
    """Return the condition of a filter of the extended language."""
    node = world.resolve(text, smartfilter.Language.EXTENDED).root
    backend = backends.get(dialect_name)
    writer = conditions.Writer(backend, node, few)
    return written.write_where(
        writer.node(node, world.HOSTS), world.HOSTS, dialect_name
    )


class TestRelations(unittest.TestCase):
    def test_a_relation_is_an_exists(self):
        self.assertEqual(
            'EXISTS (SELECT 1 FROM filter_group_hosts AS filter_group_hosts_1'
            ' JOIN filter_groups AS filter_groups_1'
            ' ON filter_group_hosts_1.group_id = filter_groups_1.id'
            ' WHERE filter_group_hosts_1.host_id = filter_hosts.id'
            " AND filter_groups_1.name = 'web')",
            _write('groups__name=web'),
        )

    def test_the_negation_is_not_exists(self):
        self.assertTrue(
            _write('not groups__name=web').startswith('NOT (EXISTS (SELECT 1')
        )

    def test_a_missing_value_is_a_missing_row_or_a_null(self):
        sql = _write('groups__hosts__note=null')
        self.assertTrue(sql.startswith('NOT (EXISTS (SELECT 1'), sql)
        self.assertEqual(2, sql.count('NOT (EXISTS'))
        self.assertTrue(sql.endswith('.note IS NULL)))))'), sql)

    def test_rows_are_counted_in_a_subquery(self):
        sql = _write('has_groups > 2')
        self.assertIn('(SELECT count(*) AS count_1 FROM', sql)
        self.assertTrue(sql.endswith(') > 2'), sql)

    def test_hierarchies_are_searched_from_the_top(self):
        self.assertIn(
            'IN (WITH RECURSIVE anon_1(id) AS (SELECT filter_groups_2.id AS'
            ' id FROM filter_groups AS filter_groups_2 WHERE'
            " filter_groups_2.name = 'web' UNION",
            _write('all_groups__name=web', 'postgresql'),
        )

    def test_planners_do_not_join_the_tables_of_many_terms(self):
        few = ' and '.join(['groups__name=web'] * 6)
        many = ' and '.join(['groups__name=web'] * 7)
        self.assertNotIn('IS true', _write(few, 'postgresql'))
        self.assertEqual(7, _write(many, 'postgresql').count('IS true'))


class TestFields(unittest.TestCase):
    def test_null_counts_as_false_in_a_negation(self):
        self.assertEqual(
            "coalesce(filter_hosts.note = 'a', 0) = 0", _write('note != a')
        )

    def test_an_integer_that_no_column_holds_is_not_sent(self):
        large = 10**30
        for text, expected in (
            (f'id={large}', '1 = 0'),
            (f'id > {large}', '1 = 0'),
            (f'id < {large}', 'filter_hosts.id IS NOT NULL'),
            (f'id > -{large}', 'filter_hosts.id IS NOT NULL'),
            (f'id < -{large}', '1 = 0'),
        ):
            self.assertEqual(expected, _write(text), text)

    def test_an_empty_list_matches_nothing(self):
        resolved_filter = world.resolve('name__in=""')
        node = resolved_filter.root
        writer = conditions.Writer(backends.get('sqlite'), node)
        self.assertEqual(
            '1 = 0', written.write(writer.node(node, world.HOSTS), 'sqlite')
        )

    def test_repeated_values_are_compared_once(self):
        self.assertEqual(1, _write('id in (1, 1)').count('.id = 1'))

    def test_a_number_is_searched_as_a_text(self):
        self.assertIn(
            "instr(CAST(filter_hosts.id AS VARCHAR), '5')",
            _write('id__contains=5'),
        )

    def test_a_time_without_zone_is_compared_in_utc(self):
        self.assertIn(
            "> '2020-01-01 11:00:00.000000'",
            _write('created > "2020-01-01T12:00:00+01:00"'),
        )

    def test_a_function_of_the_table_is_a_column(self):
        self.assertEqual('filter_hosts.id * 2 = 4', _write('twice_id=4'))


class TestDocuments(unittest.TestCase):
    def test_tests_of_one_document_share_a_subquery(self):
        text = 'ansible_facts__a="x" or ansible_facts__b="y"'
        self.assertEqual(1, _write(text).count('EXISTS'))
        self.assertEqual(1, _write(f'not ({text})').count('EXISTS'))

    def test_tests_that_must_all_hold_have_their_own_rows(self):
        sql = _write('ansible_facts__a="x" and ansible_facts__b="y"')
        self.assertEqual(2, sql.count('EXISTS'))

    def test_a_document_of_the_row_itself_needs_no_subquery(self):
        self.assertNotIn(
            'SELECT', _write('variables__a="x" or variables__b="y"')
        )

    def test_the_first_step_chooses_the_document(self):
        one = _write('effective_variables__a__b="x"')
        self.assertIn('filter_hosts.id + 0 IN (SELECT', one)
        one_document = _write(
            'effective_variables__a__b="x" or effective_variables__a__c="y"'
        )
        self.assertEqual(one.count('SELECT'), one_document.count('SELECT'))
        other = _write(
            'effective_variables__a="x" or effective_variables__b="y"'
        )
        self.assertEqual(2 * one.count('SELECT'), other.count('SELECT'))

    def test_containment_on_postgresql_is_one_pattern(self):
        self.assertIn(
            'filter_facts_1.facts @> CAST(\'{"a": [{"b": "x"}]}\' AS JSONB)',
            _write('ansible_facts__a[]__b="x"', 'postgresql'),
        )


class TestFinder(unittest.TestCase):
    """A document that a function finds by one member."""

    def _write(self, text, few=False):
        facts = smartfilter.Document(
            'ansible_facts', sa.column('facts'), finder='find_facts'
        )
        host = smartfilter.Entity('host', 'Host', _HOSTS, (facts,))
        resolved_filter = smartfilter.resolve(
            smartfilter.parse(text, smartfilter.Language.EXTENDED),
            smartfilter.Catalog(host),
        )
        node = resolved_filter.root
        writer = conditions.Writer(backends.get('postgresql'), node, few)
        return written.write(writer.node(node, _HOSTS), 'postgresql')

    def test_the_select_returns_the_ids(self):
        sql = self._write('ansible_facts__a="x"')
        self.assertIn('find_facts(CAST(\'{"a": "x"}\' AS JSONB))', sql)
        self.assertIn('h.id IN (SELECT', sql)

    def test_other_tests_of_the_document_read_it(self):
        sql = self._write('ansible_facts__a="x" or ansible_facts__b__c="y"')
        self.assertEqual(1, sql.count('find_facts'))
        self.assertIn('h.facts @> ', sql)

    def test_few_rows_are_read_instead(self):
        sql = self._write('ansible_facts__a="x"', few=True)
        self.assertNotIn('find_facts', sql)
        self.assertIn('h.facts @> ', sql)


_HOSTS = sa.table('h', sa.column('id', sa.Integer), sa.column('facts'))


class TestNode(unittest.TestCase):
    def test_anything_else_is_refused(self):
        writer = conditions.Writer(backends.get('sqlite'), 'name=a')
        self.assertRaises(TypeError, writer.node, 'name=a', world.HOSTS)
