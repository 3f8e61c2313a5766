"""Many hosts edited in one transaction, on every database."""

from concurrent import futures

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.bulk import edit as bulk_edit
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_DEFAULTS = {
    'description': '',
    'enabled': True,
    'instance_id': '',
    'variables': '',
}


@base.on_every_database
class TestEdits(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def _upsert(self, *documents, atomic=True, ctx=None):
        edits = [bulk_edit.HostEdit(values) for values in documents]
        bulk_edit.upsert(
            ctx or self.ctx, self.inventory.id, edits, atomic, _DEFAULTS
        )
        return edits

    def _statements(self, call, *arguments):
        with self.count_statements() as counter:
            call(*arguments)
        return len(counter.statements)

    def _rows(self):
        hosts = world.HOSTS
        rows = self.rows(
            sa.select(hosts.c.name, hosts.c.description, hosts.c.generation)
        )
        return {row.name: tuple(row)[1:] for row in rows}

    def test_the_statements_do_not_grow_with_the_edits(self):
        costs = set()
        for count in (2, 200):
            names = [f'h{count}-{number}' for number in range(count)]
            costs.add(
                tuple(
                    self._statements(
                        self._upsert,
                        *({'name': n, 'description': text} for n in names),
                    )
                    for text in ('made', 'changed')
                )
            )
        # Inserting tells the new ids where it takes arrays.
        tells = self.backend == 'postgresql'
        self.assertEqual({(5 if tells else 6, 5)}, costs)
        self.assertEqual({('changed', 1)}, set(self._rows().values()))

    def test_a_repeated_upsert_writes_nothing(self):
        documents = [{'name': name, 'description': 'x'} for name in 'abc']
        self._upsert(*documents)
        before = self._rows()
        edits = self._upsert(*documents)
        self.assertEqual({'unchanged'}, {edit.status for edit in edits})
        self.assertEqual(before, self._rows())

    def test_an_atomic_request_with_an_error_writes_nothing(self):
        self._upsert({'name': 'a'})
        self.assertRaises(
            exceptions.InvalidFields,
            self._upsert,
            {'name': 'a', 'description': 'lost'},
            {'name': 'b', 'variables': '[]'},
        )
        self.assertEqual({'a': ('', 0)}, self._rows())

    def test_a_request_that_is_not_atomic_skips_invalid_edits(self):
        edits = self._upsert(
            {'name': 'a'}, {'name': '{{ x }}'}, {'name': 'b'}, atomic=False
        )
        self.assertEqual(
            ['created', 'failed', 'created'], [w.status for w in edits]
        )
        self.assertEqual({'a', 'b'}, set(self._rows()))

    def test_concurrent_upserts_create_each_host_once(self):
        names = [f'h{number}' for number in range(30)]

        def write(number):
            edits = self._upsert(
                *(
                    {'name': name, 'description': f'{number}'}
                    for name in names
                ),
                ctx=self.make_context(),
            )
            return {edit.id for edit in edits}

        with futures.ThreadPoolExecutor(4) as threads:
            results = list(threads.map(write, range(4)))
        self.assertEqual(1, len(set(map(frozenset, results))))
        self.assertEqual({3}, {row[1] for row in self._rows().values()})

    def test_concurrent_bulk_and_single_updates_all_count(self):
        (edit,) = self._upsert({'name': 'a'})

        def patch(number):
            ctx = self.make_context()
            if number % 2:
                document = {'id': edit.id, 'description': f'{number}'}
                bulk_edit.patch(ctx, [bulk_edit.HostEdit(document)], True)
            else:
                host.update(ctx, edit.id, {'description': f'{number}'})

        with futures.ThreadPoolExecutor(4) as threads:
            list(threads.map(patch, range(8)))
        self.assertEqual(8, self._rows()['a'][1])
