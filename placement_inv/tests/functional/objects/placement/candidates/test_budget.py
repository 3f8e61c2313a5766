"""Where a search for candidates ends that exceeds its budget."""

import itertools
import random
from unittest import mock

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import errors
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import search
from placement_inv.objects.placement.candidates import walk
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import queries
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_VCPU = {'VCPU': worlds.Inventory(8)}
_VGPU = {'VGPU': worlds.Inventory(1)}


class _Checks:
    """A clock, and a client that leaves after so many checks.

    Each check takes a second.
    """

    def __init__(self, until=10**9):
        self.count = 0
        self._until = until

    def clock(self):
        return float(self.count)

    def client_has_left(self):
        self.count += 1
        return self.count > self._until


def _tree(children, depth=1):
    """Return a root and so many devices, each below a controller."""
    providers = [worlds.Provider('root', inventories=_VCPU)]
    for number in range(children):
        name = f'root.{number}'
        providers.append(worlds.Provider(name, parent='root'))
        for level in range(depth):
            providers.append(
                worlds.Provider(
                    f'{name}.{level}', parent=name, inventories=_VGPU
                )
            )
    return providers


def _devices(count, **more):
    query = {f'resources_{n}': ['VGPU:1'] for n in range(count)}
    query['group_policy'] = ['none']
    return query | more


@functional.on_every_database
class TestBudget(base.CandidatesTest):
    def find(self, query, budget=budgets.UNLIMITED, **settings):
        request = queries.parse(query, 39)
        return search.find(
            self.ctx, request, values.Settings(**settings), budget
        )

    def leave(self, query, checks, **settings):
        """Search for a client that leaves, and compare the checks."""
        client = _Checks(checks)
        budget = budgets.Budget(
            client_has_left=client.client_has_left, clock=client.clock
        )
        self.assertRaises(
            exceptions.ClientLeft, self.find, query, budget, **settings
        )
        self.assertEqual(checks + 1, client.count)

    def test_millions_of_combinations_end_at_the_limit_of_memory(self):
        # 40 ** 5 candidates would take 200 gigabytes.
        self.load(_tree(40))
        budget = budgets.Budget(megabytes=8)
        failure = self.assertRaises(
            errors.BudgetExceeded, self.find, _devices(5), budget
        )
        self.assertIn('8 megabytes', str(failure))

    def test_a_limit_of_the_request_keeps_within_the_budget(self):
        self.load(_tree(40))
        budget = budgets.Budget(megabytes=8)
        body = self.find(_devices(5, limit=['1000']), budget)
        self.assertEqual(1000, len(body.allocation_requests))

    def test_a_budget_does_not_change_the_candidates(self):
        self.load(_tree(13))
        query = _devices(3)
        budget = budgets.Budget(
            seconds=3600, megabytes=4096, client_has_left=lambda: False
        )
        body = self.find(query, budget)
        self.assertEqual(13 * 12 * 11, len(body.allocation_requests))
        self.assertEqual(
            answers.decode(self.find(query)), answers.decode(body)
        )

    def test_a_budget_costs_no_statement(self):
        self.load(_tree(3))
        counts = []
        budget = budgets.Budget(seconds=60, megabytes=1)
        for its_budget in (budgets.UNLIMITED, budget):
            with self.count_statements() as counter:
                self.find(_devices(2), its_budget)
            counts.append(len(counter.statements))
        self.assertEqual(counts[0], counts[1])

    def test_flat_providers_count(self):
        self.load(
            [
                worlds.Provider(f'host {n}', inventories=_VCPU)
                for n in range(400)
            ]
        )
        query = {'resources': ['VCPU:1']}
        self.assertRaises(
            errors.BudgetExceeded,
            self.find,
            query,
            budgets.Budget(megabytes=1),
        )
        body = self.find(query, budgets.Budget(megabytes=2))
        self.assertEqual(400, len(body.allocation_requests))

    def test_the_time_is_checked_while_candidates_are_combined(self):
        self.load(_tree(40))
        # Each check takes a second, and each batch has one.
        seconds = itertools.count()
        budget = budgets.Budget(seconds=9, clock=lambda: next(seconds))
        failure = self.assertRaises(
            errors.BudgetExceeded, self.find, _devices(5), budget
        )
        self.assertIn('9 seconds', str(failure))
        self.assertEqual(10, next(seconds))

    def test_the_search_ends_when_the_client_has_disconnected(self):
        self.load(_tree(40))
        self.leave(_devices(5), checks=0)
        self.leave(_devices(5), checks=6)
        self.leave(_devices(5), checks=6, rng=random.Random(1))
        self.leave(_devices(5), checks=6, strategy=values.BREADTH_FIRST)

    def test_work_without_candidates_ends(self):
        self.load(_hard_to_pack())
        query = {f'resources_{n}': ['VCPU:7'] for n in range(9)}
        query |= {'resources_9': ['VCPU:1'], 'group_policy': ['none']}
        with mock.patch.object(walk, '_INTERVAL', 1):
            self.leave(query, checks=5)

    def test_tops_of_subtrees_without_candidates_end(self):
        self.load(_tree(60, depth=2))
        query = _devices(4, same_subtree=['_0,_1', '_2,_3'])
        self.leave(query | {'group_policy': ['isolate']}, checks=20)


def _hard_to_pack():
    """Return a tree with enough room in total, in too small pieces."""
    devices = [
        worlds.Provider(
            f'root.{n}',
            parent='root',
            inventories={'VCPU': worlds.Inventory(13)},
        )
        for n in range(8)
    ]
    return [worlds.Provider('root'), *devices]
