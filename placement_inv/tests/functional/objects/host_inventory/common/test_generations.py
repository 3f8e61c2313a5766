"""Conditional writes: generations and If-Match, on every database."""

import threading

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common.generations import (
    Precondition,
)
from placement_inv.objects.host_inventory.groups import (
    deletion as group_deletion,
)
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import variable_data
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_WRITERS = 6


@base.on_every_database
class TestGenerations(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.host = world.make_host(self.ctx, self.inventory.id, 'h1')
        self.group = world.make_group(self.ctx, self.inventory.id, 'web')
        # As each is with the others beside it.
        self.all = tuple(
            (module, module.get(self.ctx, row.id))
            for module, row in (
                (host_inventory, self.inventory),
                (host, self.host),
                (group, self.group),
            )
        )

    def _stale(self, refusal, precondition):
        """Assert that updates and deletions raise an error."""
        for module, row in self.all:
            self.assertRaises(
                refusal,
                module.update,
                self.ctx,
                row.id,
                {'description': 'lost'},
                precondition,
            )
        for delete, row in (
            (host.delete, self.host),
            (group_deletion.delete, self.group),
            (host_inventory.delete, self.inventory),
            (deletion.schedule, self.inventory),
        ):
            self.assertRaises(refusal, delete, self.ctx, row.id, precondition)
        self.assertRaises(
            refusal,
            variable_data.replace,
            self.ctx,
            host.MODEL,
            self.host.id,
            {'lost': 1},
            precondition,
        )
        for module, row in self.all:
            self.assertEqual(row, module.get(self.ctx, row.id))

    def test_a_generation_must_be_the_current_one(self):
        self._stale(errors.StaleGeneration, Precondition(body=1))

    def test_if_match_must_have_the_current_generation(self):
        for generations in (frozenset(), frozenset({1, 2**31 - 1})):
            self._stale(
                errors.PreconditionFailed, Precondition(if_match=generations)
            )

    def test_if_match_is_compared_before_the_generation(self):
        self._stale(errors.PreconditionFailed, Precondition(1, frozenset({1})))
        self._stale(errors.StaleGeneration, Precondition(1, frozenset({0})))

    def test_a_write_with_the_current_generation_succeeds(self):
        for module, row in self.all:
            for precondition in (
                Precondition(body=0),
                Precondition(if_match=frozenset({1, 7})),
                Precondition(2, frozenset({2})),
            ):
                new_row = module.update(
                    self.ctx, row.id, {'description': 'x'}, precondition
                )
            self.assertEqual(3, new_row.generation)
        precondition = Precondition(if_match=frozenset({3}))
        group_deletion.delete(self.ctx, self.group.id, precondition)
        host.delete(self.ctx, self.host.id, precondition)
        host_inventory.delete(self.ctx, self.inventory.id, precondition)
        for module, row in self.all:
            self.assertRaises(errors.NoMatch, module.get, self.ctx, row.id)

    def test_a_generation_costs_no_additional_statement(self):
        costs = set()
        for text, precondition in (
            ('x', Precondition()),
            ('y', Precondition(1, frozenset({1}))),
        ):
            with self.count_statements() as counter:
                group.update(
                    self.ctx,
                    self.group.id,
                    {'description': text},
                    precondition,
                )
            costs.add(len(counter.statements))
        self.assertEqual(1, len(costs), costs)

    def test_one_of_several_writers_with_the_same_generation_succeeds(self):
        ready = threading.Barrier(_WRITERS)
        outcomes = []

        def write(number):
            ready.wait()
            try:
                host.update(
                    self.make_context(),
                    self.host.id,
                    {'description': str(number)},
                    Precondition(body=0),
                )
            except errors.StaleGeneration:
                outcomes.append('late')
            else:
                outcomes.append(str(number))

        threads = [
            threading.Thread(target=write, args=(number,))
            for number in range(_WRITERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(_WRITERS, len(outcomes))
        (winner,) = [outcome for outcome in outcomes if outcome != 'late']
        row = host.get(self.ctx, self.host.id)
        self.assertEqual((winner, 1), (row.description, row.generation))
