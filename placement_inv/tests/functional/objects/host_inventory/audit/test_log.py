"""Each write adds one entry, with one statement."""

import contextlib

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import (
    deletion as group_deletion,
)
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import variable_data
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_CHANGES = tables.host_inventory.host_inventory_changes


@transactions.writer
def _append_all(ctx, details):
    audit_log.append_all(ctx, audit_log.UPDATE, details)


@base.on_every_database
class TestRecord(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.group = world.make_group(self.ctx, self.inventory.id, 'web')
        self.host = world.make_host(self.ctx, self.inventory.id, 'h1')
        with self.database.engine.begin() as connection:
            connection.execute(_CHANGES.delete())

    def _entries(self):
        entries = self.rows(sa.select(_CHANGES).order_by(_CHANGES.c.id))
        return [
            (row.operation, row.object_type, row.object_name, row.changes)
            for row in entries
        ]

    def _one(self):
        (entry,) = self._entries()
        return entry

    def test_a_change_has_the_old_and_the_new_values(self):
        host.update(
            self.ctx, self.host.id, {'enabled': False, 'description': ''}
        )
        self.assertEqual(
            ('update', 'host', 'h1', {'enabled': [True, False]}), self._one()
        )

    def test_a_write_without_changes_adds_no_entry(self):
        host.update(self.ctx, self.host.id, {'enabled': True, 'name': 'h1'})
        group.update(self.ctx, self.group.id, {'description': ''})
        host_inventory.update(self.ctx, self.inventory.id, {'kind': ''})
        association.remove_host(self.ctx, self.group.id, self.host.id)
        self.assertEqual([], self._entries())

    def test_an_entry_has_the_user_and_the_request(self):
        ctx = self.make_context(user_id='jane', request_id='req-1')
        host.update(ctx, self.host.id, {'enabled': False})
        (row,) = self.rows(sa.select(_CHANGES))
        self.assertEqual(
            ('jane', 'req-1', self.inventory.id),
            (row.actor, row.request_id, row.host_inventory_id),
        )

    def test_long_texts_are_stored_as_digests(self):
        for letter in 'ab':
            text = '{"v": "' + letter * 5000 + '"}'
            host.update(self.ctx, self.host.id, {'variables': text})
        first, second = (entry[3]['variables'] for entry in self._entries())
        self.assertEqual('', first[0])
        self.assertEqual(first[1], second[0])
        self.assertNotEqual(second[0], second[1])
        self.assertEqual(5009, second[1]['characters'])

    def test_an_association_is_one_entry(self):
        for _ in range(2):
            association.add_host(self.ctx, self.group.id, self.host.id)
        for _ in range(2):
            association.remove_host(self.ctx, self.group.id, self.host.id)
        self.assertEqual(
            [
                ('associate', 'group', 'web', {}),
                ('disassociate', 'group', 'web', {}),
            ],
            self._entries(),
        )

    def test_each_kind_of_write_adds_one_entry(self):
        other = world.make_inventory(self.ctx, 'Other')
        self.assertEqual(2, len(self._entries()))
        estate = world.make_source(self.ctx, other.id)
        values = {'name': 'h2', 'variables': '', 'description': ''}
        values |= {'enabled': True, 'instance_id': ''}
        calls = [
            (organization.update, other.organization.id, {'max_hosts': 2}),
            (host_inventory.update, other.id, {'description': 'x'}),
            (source.update, estate.id, {'verbosity': 2}),
            (source.delete, estate.id),
            (variable_data.replace, 'Group', self.group.id, {'a': 1}),
            (association.create_host_in_group, self.group.id, values),
            (bulk_create_delete.create, other.id, [{**values, 'name': 'h3'}]),
            (transfer.move_host_into, other.id, self.host.id),
            (host.delete, self.host.id),
            (group_deletion.delete, self.group.id),
            (deletion.schedule, other.id),
        ]
        for door, *arguments in calls:
            before = len(self._entries())
            door(self.ctx, *arguments)
            self.assertEqual(before + 1, len(self._entries()), door)

    def test_a_background_deletion_names_the_user_that_requested_it(self):
        self.ctx = self.make_context(user_id='jane', request_id='req-9')
        deletion.schedule(self.ctx, self.inventory.id)
        worker = runner.Runner(self.services, registry.load(), 'w')
        worker.run_job(worker.claim())
        self.assertEqual(
            [('update', 'jane', 'req-9'), ('delete', 'jane', 'req-9')],
            [
                (row.operation, row.actor, row.request_id)
                for row in self.rows(sa.select(_CHANGES).order_by('id'))
            ],
        )

    def test_entries_of_many_inventories_have_their_organizations(self):
        other = world.make_inventory(self.ctx, 'Other')
        inventories = [self.inventory, other]
        with self.database.engine.begin() as connection:
            connection.execute(_CHANGES.delete())
        statements = []

        def record(_connection, _cursor, statement, *_rest):
            if not statement.startswith(('BEGIN', 'PRAGMA')):
                statements.append(statement)

        with self._listen(record):
            _append_all(
                self.ctx,
                {
                    audit_log.host(number, 'h', inventory.id): {}
                    for number, inventory in enumerate(inventories * 3)
                },
            )
        # The counter of other tests leaves the statement of MariaDB out.
        select = sa.select(_CHANGES).order_by(_CHANGES.c.id)
        most = 2 if self.backend == 'mariadb' else 1
        self.assertEqual(most, len(statements), statements)
        self.assertEqual(
            [inventory.organization.id for inventory in inventories * 3],
            [row.organization_id for row in self.rows(select)],
        )

    @contextlib.contextmanager
    def _listen(self, listener):
        target = (
            self.database.engine,
            'before_cursor_execute',
            listener,
        )
        sa.event.listen(*target)
        try:
            yield
        finally:
            sa.event.remove(*target)

    def test_an_entry_costs_one_statement(self):
        def statements(changes):
            with self.count_statements() as counter:
                host.update(self.ctx, self.host.id, changes)
            return len(counter.statements)

        self.assertEqual(
            statements({'enabled': True}) + 1, statements({'enabled': False})
        )
