"""Which statements are kept."""

import dataclasses
import unittest

from placement_inv.objects.placement.candidates import statement_cache
from placement_inv.tests.candidates import plans

_AGGREGATES = {f'aggregate {number}': number for number in range(1001)}
_CATALOG = dataclasses.replace(plans.CATALOG, aggregates=_AGGREGATES)


def _plan(count):
    names = frozenset(f'aggregate {number}' for number in range(count))
    return plans.create(
        plans.group('', {'VCPU': 1}, member_of=(names,)), catalog=_CATALOG
    )


class TestCached(unittest.TestCase):
    def setUp(self):
        self.calls = []

        @statement_cache.cached
        def build(plan, scope):
            self.calls.append(scope)
            return scope

        self.build = build

    def test_a_statement_is_built_once_for_a_plan_and_scope(self):
        for scope in (1, 1, 2):
            self.assertEqual(scope, self.build(_plan(1000), scope))
        self.assertEqual([1, 2], self.calls)

    def test_a_plan_with_very_many_ids_is_not_kept(self):
        for _time in range(2):
            self.assertEqual(1, self.build(_plan(1001), 1))
        self.assertEqual([1, 1], self.calls)
