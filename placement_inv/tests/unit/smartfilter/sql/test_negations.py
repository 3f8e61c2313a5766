"""Every "not" moves down to the single tests."""

import itertools
import unittest

from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.sql import negations


def _holds(node, facts):
    if isinstance(node, resolved.Not):
        return not _holds(node.node, facts)
    if isinstance(node, resolved.All):
        return all(_holds(each, facts) for each in node.nodes)
    if isinstance(node, resolved.Some):
        return any(_holds(each, facts) for each in node.nodes)
    return facts[node]


def _negated_nodes(node):
    if isinstance(node, resolved.Not):
        return [node.node]
    if isinstance(node, resolved.All | resolved.Some):
        return list(
            itertools.chain.from_iterable(map(_negated_nodes, node.nodes))
        )
    return []


class TestPushDown(unittest.TestCase):
    def test_the_node_means_the_same_and_negates_tests_only(self):
        some = resolved.Some(('a', resolved.Not('b')))
        for node in (
            'a',
            resolved.Not(resolved.Not('a')),
            resolved.Not(some),
            resolved.Not(resolved.All(('c', resolved.Not(some)))),
            resolved.All((some, resolved.Not(resolved.All(('a', 'c'))))),
        ):
            normal_form = negations.push_down(node)
            for test in _negated_nodes(normal_form):
                self.assertIsInstance(test, str)
            for values in itertools.product((False, True), repeat=3):
                facts = dict(zip('abc', values, strict=True))
                self.assertEqual(
                    _holds(node, facts), _holds(normal_form, facts)
                )
