"""The values that the tests of a filter compare, read from SQLite."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import terms
from placement_inv.smartfilter.sql import observed_values
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import world


def _observations(text):
    resolved_filter = world.resolve(text, smartfilter.Language.EXTENDED)
    return [
        observation
        for test in terms.list_tests(resolved_filter.root)
        for observation in observed_values.list_observations(
            test, world.CATALOG
        )
    ]


class TestListObservations(unittest.TestCase):
    def _subjects(self, text):
        return [
            observation.subject.name for observation in _observations(text)
        ]

    def test_a_test_reads_what_it_compares(self):
        for text, subjects in (
            ('name=a', ['name']),
            ('groups__name=a', ['name']),
            ('search=a', ['name', 'description']),
            ('has_groups > 1', ['groups']),
            ('ansible_facts__a="1"', ['ansible_facts']),
            ('groups exists', ['id']),
            ('note=null', ['note']),
        ):
            self.assertEqual(subjects, self._subjects(text), text)

    def test_a_step_that_chooses_the_document_is_its_name(self):
        for text, name in (
            ('effective_variables__a="1"', 'a'),
            ('variables__a="1"', None),
        ):
            self.assertEqual(name, _observations(text)[0].name)

    def test_observations_of_the_same_values_have_one_key(self):
        one, other, third = _observations(
            'groups__name=a or groups__name > b or inventory__name=a'
        )
        self.assertEqual(one.key, other.key)
        self.assertNotEqual(one.key, third.key)


class TestSelects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = world.sqlite_engine().connect()
        cls.addClassCleanup(cls.connection.close)
        world.create(cls.connection)
        world.fill(cls.connection, rows.ROWS)

    def _read(self, text, row_id, most=10):
        """Return (number of statements, values of each observation)."""
        observations = _observations(text)
        values = [[] for _observation in observations]
        selects = list(
            observed_values.selects(
                observations, world.HOSTS, row_id, most, 'sqlite'
            )
        )
        for select, read in selects:
            for number, value in self.connection.execute(select):
                values[number].append(read(number, value))
        return len(selects), values

    def test_values_of_the_row_and_of_related_rows(self):
        for text, expected in (
            ('name=a', ['n02']),
            ('groups__name=a', ['web', 'db tier']),
            ('groups__parents__name=a', ['all', 'all']),
            ('last_job__name=a', []),
            ('note=a', [None]),
            ('has_groups > 5', [2]),
            ('twice_id=1', [4]),
        ):
            self.assertEqual([expected], self._read(text, 2)[1], text)

    def test_a_hierarchy_is_read_without_repeats(self):
        self.assertEqual(
            [['web', 'db tier', 'all']],
            self._read('all_groups__name=a', 2)[1],
        )

    def test_documents_are_read_whole(self):
        for text, host, expected in (
            ('ansible_facts__a="1"', 4, [{}]),
            ('ansible_facts__a="1"', 6, []),
            ('variables__a="1"', 3, [{'rack': 'r_1', 'units': 2}]),
            (
                'effective_variables__rack="1"',
                3,
                [rows.HOST_ROWS[2]['parsed']],
            ),
            ('effective_variables__other="1"', 3, []),
        ):
            self.assertEqual([expected], self._read(text, host)[1], text)

    def test_booleans_are_booleans(self):
        (values,) = self._read('enabled=true', 2)[1]
        self.assertIs(False, values[0])

    def test_values_of_one_kind_share_a_statement(self):
        count, values = self._read(
            'name=a or groups__name=b or id=3 or enabled=true', 2
        )
        self.assertEqual(2, count)
        self.assertEqual([['n02'], ['web', 'db tier'], [2], [False]], values)

    def test_only_the_first_values_are_read(self):
        _count, values = self._read('groups__name=a or name=b', 2, most=1)
        self.assertEqual([['web'], ['n02']], values)

    def test_a_long_text_is_cut(self):
        long = rows.HOST_ROWS[0] | {'id': 99, 'note': 'x' * 5000}
        self.connection.execute(world.HOSTS.insert(), [long])
        (values,) = self._read('note=a', 99)[1]
        self.assertEqual(['x' * observed_values.LONGEST], values)
