"""Candidates where no provider is nested or shares."""

import random

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import single_provider
from placement_inv.tests.candidates import answers
from placement_inv.tests.candidates import queries
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_LAST = queries.parse({'resources': ['VCPU:1']}, 39).capabilities


@functional.on_every_database
class TestFind(base.CandidatesTest):
    def setUp(self):
        super().setUp()
        self.load(
            worlds.Provider(
                f'host {n}',
                None,
                {'VCPU': worlds.Inventory(n)},
                frozenset(('CUSTOM_A',)),
            )
            for n in range(1, 7)
        )

    def _find(self, limit=None, rng=None, budget=budgets.UNLIMITED, **query):
        plan, _catalog = self.plan(**query)
        return answers.decode(
            self.read(single_provider.find, _LAST, plan, limit, rng, budget)
        )

    def _numbers(self, body):
        numbers = {worlds.uuid_of(f'host {n}'): n for n in range(1, 7)}
        return [
            numbers[uuid]
            for entry in body['allocation_requests']
            for uuid in entry['allocations']
        ]

    def test_each_provider_with_room_is_a_candidate(self):
        body = self._find(resources='VCPU:4')
        self.assertEqual([4, 5, 6], self._numbers(body))
        self.assertEqual(
            [['CUSTOM_A']] * 3,
            [s['traits'] for s in body['provider_summaries'].values()],
        )

    def test_amounts_of_all_groups_add_up(self):
        query = {'resources': 'VCPU:2', 'resources_A': 'VCPU:3'}
        self.assertEqual([5, 6], self._numbers(self._find(**query)))

    def test_the_limit_is_part_of_the_statement(self):
        with self.count_statements() as counter:
            body = self._find(limit=2, resources='VCPU:1')
        self.assertEqual([1, 2], self._numbers(body))
        # One looks up the names, one reads the rows with names of traits.
        self.assertEqual(2, len(counter.statements))

    def test_random_choices_are_among_all(self):
        numbers = set()
        for seed in range(8):
            body = self._find(
                limit=2, rng=random.Random(seed), resources='VCPU:3'
            )
            self.assertEqual(2, len(set(self._numbers(body))))
            numbers.update(self._numbers(body))
        self.assertEqual({3, 4, 5, 6}, numbers)

    def test_requests_beyond_one_provider_need_no_statement(self):
        for query in (
            {'group_policy': 'isolate'},
            {'resources1': f'VCPU:{2**31 - 1}', 'group_policy': 'none'},
        ):
            query = {'resources1': 'VCPU:1', 'resources2': 'VCPU:1'} | query
            plan, _catalog = self.plan(**query)
            with self.count_statements() as counter:
                candidates = self.read(
                    single_provider.find,
                    _LAST,
                    plan,
                    None,
                    None,
                    budgets.UNLIMITED,
                )
            self.assertEqual(values.NO_CANDIDATES, candidates)
            self.assertEqual(0, len(counter.statements))

    def test_the_rows_count_in_the_budget(self):
        budget = budgets.Budget(client_has_left=lambda: True)
        self.assertRaises(
            exceptions.ClientLeft,
            self._find,
            budget=budget,
            resources='VCPU:1',
        )
