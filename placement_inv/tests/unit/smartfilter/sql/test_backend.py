"""What the SQL of all databases has in common."""

import unittest

import sqlalchemy as sa

from placement_inv.smartfilter.catalog import Join
from placement_inv.smartfilter.resolved import EACH
from placement_inv.smartfilter.sql import backend
from placement_inv.tests.unit.smartfilter.sql import written


class _Node(backend.Node):
    """A node that writes the path to itself."""

    def __init__(self, path):
        self.path = path

    def child(self, name):
        return _Node(f'{self.path}.{name}')

    def elements(self):
        table = sa.table(f'elements({self.path})')
        return Join(table, _Node('element'), sa.true())

    def exists(self):
        return sa.column(f'exists({self.path})')

    def is_not_null(self):
        return sa.column(f'not_null({self.path})')

    def text(self):
        return sa.column(f'text({self.path})', sa.String)

    def number(self):
        return sa.column(f'number({self.path})', sa.Double)

    def equals(self, value):
        return sa.column(f'{self.path} is {value!r}')


class _Backend(backend.Backend):
    def compare_numbers(self, lookup, node, number):
        return backend.COMPARE[lookup](node.number(), float(number))

    def document(self, column):
        return _Node('$')

    def version(self, text):
        return sa.func.version(text)

    def text_contains(self, column, needle):
        return sa.func.has(column, needle)

    def matches_regex(self, column, regex):
        return sa.func.like(column, regex)


def _write(element):
    return written.write(element, 'sqlite').replace('"', '')


class TestMatches(unittest.TestCase):
    def _sql(self, steps, lookup, operand):
        return _write(_Backend().matches(None, steps, lookup, operand))

    def test_a_lookup_reads_what_it_compares(self):
        for lookup, operand, expected in (
            ('exists', True, 'exists($.a)'),
            ('not_null', True, 'not_null($.a)'),
            ('iregex', 'x', "like(text($.a), 'x')"),
            ('contains', 'X', "has(text($.a), 'X')"),
            ('icontains', 'X', "has(lower(text($.a)), lower('X'))"),
            ('iexact', 'X', "lower(text($.a)) = lower('X')"),
            ('version_gte', '08', "version(text($.a)) >= '08'"),
            ('version', '08', "version(text($.a)) = '08'"),
            ('gt', 'b', "text($.a) > 'b'"),
            ('lte', 3, 'number($.a) <= 3.0'),
        ):
            self.assertEqual(expected, self._sql(('a',), lookup, operand))

    def test_the_empty_text_is_in_every_text(self):
        self.assertEqual(
            'text($.a) IS NOT NULL', self._sql(('a',), 'contains', '')
        )

    def test_all_lists_of_a_path_share_one_exists(self):
        self.assertEqual(
            'EXISTS (SELECT 1 FROM elements($.a), elements(element.b)'
            " WHERE text(element) > 'x')",
            self._sql(('a', EACH, 'b', EACH), 'gt', 'x'),
        )

    def test_a_value_is_contained_at_a_path(self):
        sql = _write(_Backend().contains(None, ('a', 'b'), '1'))
        self.assertEqual("$.a.b is '1'", sql)


class TestExists(unittest.TestCase):
    def test_without_joins_the_condition_stands_alone(self):
        condition = sa.column('x') == 1
        self.assertIs(condition, backend.exists([], condition))

    def test_joins_and_condition_hold_together(self):
        one, other = sa.table('one'), sa.table('other')
        joins = [
            Join(one, one, sa.column('a') == 1),
            Join(other, other, sa.column('b') == 2),
        ]
        self.assertEqual(
            'EXISTS (SELECT 1 FROM one, other'
            ' WHERE a = 1 AND b = 2 AND c = 3)',
            _write(backend.exists(joins, sa.column('c') == 3)),
        )


class TestPadNumber(unittest.TestCase):
    def test_a_missing_number_is_zero(self):
        self.assertEqual(
            "lpad(coalesce(n, ''), 12, '0')",
            _write(backend.pad_number(sa.column('n'))),
        )
