"""Entries of the audit log about facts."""

import json

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_CHANGES = tables.host_inventory.host_inventory_changes


@base.on_every_database
class TestFactual(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx).id
        self.host = world.make_host(self.ctx, self.inventory, 'web1').id
        self.names = [f'h{number}' for number in range(8)]
        self.ids = [
            world.make_host(self.ctx, self.inventory, name).id
            for name in self.names
        ]
        self.before = self._count()

    def _count(self):
        return len(self.rows(sa.select(_CHANGES.c.id)))

    def _entries(self):
        """Return the entries since the test began."""
        entries = self.rows(_CHANGES.select().order_by(_CHANGES.c.id))
        return entries[self.before :]

    def _get_changes(self):
        (entry,) = self._entries()
        return entry.changes['ansible_facts']

    def test_an_entry_names_added_changed_and_removed_facts(self):
        facts.replace(self.ctx, self.host, {'a': 1, 'b': {'x': 1}, 'c': 1})
        self.before = self._count()
        facts.replace(
            self.ctx, self.host, {'a': 1, 'b': {'x': 2}, 'd': 'secret'}
        )
        self.assertEqual(
            {
                'version': [1, 2],
                'added': {'count': 1, 'names': ['d']},
                'changed': {'count': 1, 'names': ['b']},
                'removed': {'count': 1, 'names': ['c']},
            },
            self._get_changes(),
        )
        (entry,) = self._entries()
        self.assertEqual(
            ('update', 'host', self.host, 'web1', self.inventory),
            (
                entry.operation,
                entry.object_type,
                entry.object_id,
                entry.object_name,
                entry.host_inventory_id,
            ),
        )

    def test_equal_facts_add_no_entry(self):
        document = {'a': 1, 'b': [1, {'x': None}], 'c': 2.5}
        facts.replace(self.ctx, self.host, document)
        fact_batches.merge(self.ctx, self.inventory, {'h1': document})
        self.before = self._count()
        facts.replace(self.ctx, self.host, document)
        facts.merge(self.ctx, self.host, {'a': 1})
        facts.merge(self.ctx, self.host, {})
        fact_batches.merge(
            self.ctx, self.inventory, {'h1': document, 'h2': None}
        )
        facts.delete(self.ctx, self.ids[3])
        self.assertEqual([], self._entries())

    def test_true_and_one_are_different_values(self):
        facts.replace(self.ctx, self.host, {'a': [{'x': 1}], 'b': 0})
        self.before = self._count()
        facts.replace(self.ctx, self.host, {'a': [{'x': True}], 'b': False})
        self.assertEqual(['a', 'b'], self._get_changes()['changed']['names'])

    def test_deleted_facts_have_version_zero(self):
        facts.replace(self.ctx, self.host, {'a': 1})
        self.before = self._count()
        facts.delete(self.ctx, self.host)
        self.assertEqual(
            {'version': [1, 0], 'removed': {'count': 1, 'names': ['a']}},
            self._get_changes(),
        )

    def test_a_batch_is_one_entry(self):
        fact_batches.merge(self.ctx, self.inventory, {'h0': {'a': 1, 'b': 1}})
        self.before = self._count()
        fact_batches.merge(
            self.ctx,
            self.inventory,
            {'h0': {'a': 2}, 'h1': {'c': 1}, 'h2': None, 'nobody': {'a': 1}},
        )
        (entry,) = self._entries()
        self.assertEqual(self.inventory, entry.host_inventory_id)
        self.assertEqual(
            {
                'count': 2,
                'ids': self.ids[:2],
                'ansible_facts': {
                    'versions': [[1, 2], [0, 1]],
                    'added': {'count': 1, 'names': ['c']},
                    'changed': {'count': 1, 'names': ['a']},
                },
            },
            entry.changes,
        )

    def test_large_facts_have_a_short_entry(self):
        document = {f'{number}' * 60: 'x' * 99 for number in range(500)}
        facts.replace(self.ctx, self.host, document)
        changes = self._get_changes()
        self.assertEqual(500, changes['added']['count'])
        self.assertLess(len(json.dumps(changes)), 5000)
        self.assertNotIn('xx', json.dumps(changes))

    def test_the_entries_of_all_hosts_take_one_statement(self):
        documents = {name: {'a': 1} for name in self.names}
        with self.count_statements() as counter:
            fact_batches.merge(self.ctx, self.inventory, documents)
        # Owner, names, locks, facts, an INSERT of facts and the entry.
        self.assertEqual(6, len(counter.statements), counter)
        with self.count_statements() as counter:
            fact_batches.merge(self.ctx, self.inventory, documents)
        self.assertEqual(5, len(counter.statements), counter)
