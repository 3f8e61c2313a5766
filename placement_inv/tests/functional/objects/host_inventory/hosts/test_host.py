"""Hosts on every database: values, errors and numbers of statements."""

import datetime

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_FACTS = tables.host_inventory.host_facts
_NOON = datetime.datetime(2026, 2, 3, 12, 0, 0, 123456)


@base.on_every_database
class TestHost(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def _make(self, name, **values):
        return world.make_host(self.ctx, self.inventory.id, name, **values)

    def _generation(self, host_id):
        hosts = world.HOSTS
        (row,) = self.rows(
            sa.select(hosts.c.generation).where(hosts.c.id == host_id)
        )
        return row.generation

    def test_the_text_of_variables_is_not_changed(self):
        text = '---\n# why\nrole: web   # yes\nname: Grüße 🐎'
        h1 = self._make('h1', variables=text)
        self.assertEqual(text, host.get(self.ctx, h1.id).variables)

    def test_names_are_case_sensitive(self):
        self._make('web')
        self._make('Web')
        self.assertEqual(2, host.page(self.ctx, list_page.Query()).count)

    def test_each_write_advances_the_generation(self):
        h1 = self._make('h1')
        self.assertEqual(0, self._generation(h1.id))
        host.update(self.ctx, h1.id, {'description': 'x'})
        host.update(self.ctx, h1.id, {'description': 'x'})
        self.assertEqual(2, self._generation(h1.id))

    def test_an_update_advances_the_time_of_the_last_change(self):
        h1 = self._make('h1')
        row = host.update(self.ctx, h1.id, {'enabled': False})
        self.assertEqual(h1.created_at, row.created_at)
        self.assertGreater(row.updated_at, h1.updated_at)

    def test_a_duplicate_changes_nothing(self):
        self._make('h1')
        second = self._make('h2')
        self.assertRaises(
            errors.AlreadyExists,
            host.update,
            self.ctx,
            second.id,
            {'name': 'h1', 'enabled': False},
        )
        self.assertEqual(second, host.get(self.ctx, second.id))

    def test_a_host_shows_when_its_facts_changed(self):
        h1 = self._make('h1')
        with self.database.engine.begin() as connection:
            connection.execute(
                _FACTS.insert().values(
                    host_id=h1.id, facts={'a': 1}, modified_at=_NOON
                )
            )
        row = host.get(self.ctx, h1.id)
        self.assertEqual(_NOON, row.facts_modified_at)

    def test_a_host_needs_an_inventory(self):
        self.assertRaises(
            errors.NoSuchRelated, world.make_host, self.ctx, 4711, 'h1'
        )

    def test_a_page_of_any_length_takes_four_statements(self):
        costs = set()
        for size in (1, 12):
            for number in range(size):
                self._make(f'h{size}-{number}')
            with self.count_statements() as counter:
                host.page(self.ctx, list_page.Query())
            costs.add(len(counter.statements))
        # The count, the rows, their inventories, groups with managers.
        self.assertEqual({4}, costs, counter)

    def test_a_read_takes_two_statements_and_an_update_five(self):
        h1 = self._make('h1')
        with self.count_statements() as counter:
            host.get(self.ctx, h1.id)
        self.assertEqual(2, len(counter.statements), counter)
        with self.count_statements() as counter:
            host.update(self.ctx, h1.id, {'description': 'new'})
        # As it was, the change, its entry, and then as above.
        self.assertEqual(5, len(counter.statements), counter)

    def test_a_filter_adds_no_statement_to_a_page(self):
        self._make('h1')
        query = list_page.Query(
            terms=(
                smartfilter.Parameter('groups__name', 'web', True),
                smartfilter.Parameter('inventory__name', 'Production'),
            ),
            order_by=('-inventory__name', 'name'),
        )
        with self.count_statements() as counter:
            page = host.page(self.ctx, query)
        self.assertEqual(['h1'], [row.name for row in page.rows])
        self.assertEqual(4, len(counter.statements), counter)

    def test_no_page_reads_the_facts(self):
        self._make('h1')
        with self.count_statements() as counter:
            host.page(self.ctx, list_page.Query())
        self.assertNotIn('host_facts.facts', str(counter))
        self.assertIn('host_facts.modified_at', str(counter))

    def test_an_empty_page_reads_no_related_rows(self):
        with self.count_statements() as counter:
            host.page(self.ctx, list_page.Query())
        self.assertEqual(2, len(counter.statements), counter)

    def test_a_host_is_deleted_in_four_statements(self):
        h1 = self._make('h1')
        with self.count_statements() as counter:
            host.delete(self.ctx, h1.id)
        self.assertEqual(4, len(counter.statements), counter)
        self.assertEqual([], self.rows(sa.select(world.HOSTS)))

    def test_a_host_of_a_busy_inventory_is_not_deleted(self):
        h1 = self._make('h1')
        source = world.make_source(self.ctx, self.inventory.id)
        with self.database.engine.begin() as connection:
            update = connection.execute(
                world.UPDATES.insert().values(
                    inventory_source_id=source.id,
                    host_inventory_id=self.inventory.id,
                    name='x',
                    source='file',
                    status='running',
                )
            ).inserted_primary_key[0]
        busy = self.assertRaises(errors.Busy, host.delete, self.ctx, h1.id)
        self.assertEqual(
            [{'id': update, 'type': 'inventory_update'}], busy.active_jobs
        )
        self.assertEqual(h1.id, host.get(self.ctx, h1.id).id)
