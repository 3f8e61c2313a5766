"""The nodes of a filter's tree."""

import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.syntax import ast


def _term(name):
    return ast.Term(ast.Key((ast.Segment(name),)), '=', (ast.Value('1'),))


class TestTexts(unittest.TestCase):
    def test_a_key_is_written_as_awx_writes_it(self):
        key = ast.Key((ast.Segment('facts'), ast.Segment('disks', each=True)))
        self.assertEqual('facts__disks[]', key.text)

    def test_the_only_value_of_a_term(self):
        self.assertEqual(ast.Value('1'), _term('a').value)
        several = ast.Term(
            ast.Key((ast.Segment('a'),)), 'in', (ast.Value('1'),) * 2
        )
        with self.assertRaises(ValueError):
            several.value  # noqa: B018

    def test_places_do_not_make_trees_different(self):
        place = errors.Place('a=1', 0, 1)
        self.assertEqual(ast.Value('1'), ast.Value('1', place=place))
        self.assertNotEqual(ast.Value('1'), ast.Value('1', is_quoted=True))


class TestCombine(unittest.TestCase):
    def test_nodes_of_the_same_kind_are_flattened(self):
        a, b, c = map(_term, 'abc')
        inner = ast.And((b, c))
        self.assertEqual(ast.And((a, b, c)), ast.combine(ast.And, [a, inner]))
        self.assertEqual(ast.Or((a, inner)), ast.combine(ast.Or, [a, inner]))

    def test_a_single_node_is_not_wrapped(self):
        self.assertEqual(_term('a'), ast.combine(ast.Or, [_term('a')]))
