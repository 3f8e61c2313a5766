"""Whole lists in other formats: rows, statements and memory."""

import csv
import io
import json
import tracemalloc

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import exports
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.tests.functional import base
from placement_inv.tests.functional.handlers.host_inventory import api
from placement_inv.tests.functional.objects.host_inventory import world

_ROWS = 1200


@base.on_every_database
class TestExports(api.ApiDatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        self.names = [f'h{number:04}' for number in range(_ROWS)]
        bulk_create_delete.create(
            self.ctx,
            inventory.id,
            [
                {
                    'name': name,
                    'description': 'a\nb,"c"',
                    'enabled': True,
                    'instance_id': '',
                    'variables': f'n: {name}',
                }
                for name in reversed(self.names)
            ],
        )

    def _ask(self, query):
        return self.ask('GET', f'hosts/?{query}', version=versions.LONG_LISTS)

    def test_a_table_has_every_row_once_in_order(self):
        text = self._ask('format=csv').text
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(self.names, [row['name'] for row in rows])
        self.assertEqual({'a\nb,"c"'}, {row['description'] for row in rows})

    def test_lines_have_every_row_once_in_order(self):
        body = self._ask('format=ndjson&order_by=-enabled,-name').body
        rows = [json.loads(line) for line in body.splitlines()]
        self.assertEqual(self.names[::-1], [row['name'] for row in rows])

    def test_an_inventory_has_every_host(self):
        hosts = self._ask('format=ansible').json['all']['hosts']
        self.assertEqual({name: {'n': name} for name in self.names}, hosts)

    def test_rows_are_read_when_they_are_sent(self):
        with self.count_statements() as counter:
            parts = iter(self._ask('format=ndjson').app_iter)
            next(parts)
            one_batch = len(counter.statements)
            rest = sum(1 for _part in parts)
        self.assertEqual(_ROWS - 1, rest)
        # Three batches, each of as many statements.
        self.assertEqual(3 * one_batch, len(counter.statements), one_batch)
        self.assertLessEqual(one_batch, 6)

    def test_no_connection_is_held_while_rows_are_sent(self):
        for _part in self._ask('format=ndjson').app_iter:
            self.assertEqual(0, self.database.engine.pool.checkedout())

    def test_a_whole_list_is_not_held_in_memory(self):
        # Twelve batches, each a twelfth of what is sent.
        self.patch(exports, '_BATCH', 100)
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.update().values(
                    variables=json.dumps({'n': 'x' * 4000})
                )
            )
        for name in ('csv', 'ndjson', 'ansible'):
            with self.subTest(name):
                size, peak = self._weigh(f'format={name}')
                self.assertGreater(size, _ROWS * 4000)
                self.assertLess(peak, size / 3)

    def _weigh(self, query):
        """Return how many bytes an answer has, and how many it took."""
        # The first request fills the caches.
        self.assertIn('h0000', self._ask(f'{query}&name=h0000').text)
        tracemalloc.start()
        try:
            size = sum(len(part) for part in self._ask(query).app_iter)
            return size, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def test_a_page_by_cursor_costs_the_same_anywhere(self):
        costs, query, names = set(), 'cursor=&page_size=100', []
        while query:
            with self.count_statements() as counter:
                page = self._ask(query).json
            costs.add(len(counter.statements))
            names += [row['name'] for row in page['results']]
            query = (page['next'] or '').partition('?')[2]
        self.assertEqual(self.names, names)
        self.assertEqual(1, len(costs), costs)
