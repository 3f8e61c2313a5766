"""Rows are found by keys, written and locked, on every database."""

import sqlalchemy as sa

from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import rows
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_NAMES = ('id', 'name')


@base.on_every_database
class TestRows(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.host = world.make_host(self.ctx, self.inventory.id, 'web1')

    def _read(self, function, *arguments):
        return transactions.reader(function)(self.ctx, *arguments)

    def _write(self, function, *arguments):
        return transactions.writer(function)(self.ctx, *arguments)

    def _find_id(self, table, key):
        return self._read(rows.find_id, table, key, 'Model')

    def test_a_key_is_an_id_or_the_names_of_a_row_and_its_owners(self):
        organization_id = self.inventory.organization.id
        for table, row_id, names in (
            (world.ORGANIZATIONS, organization_id, ('Production Ltd',)),
            (
                world.INVENTORIES,
                self.inventory.id,
                ('Production', 'Production Ltd'),
            ),
            (
                world.HOSTS,
                self.host.id,
                ('web1', 'Production', 'Production Ltd'),
            ),
        ):
            self.assertEqual(row_id, self._find_id(table, row_id))
            self.assertEqual(row_id, self._find_id(table, names))
            for wrong in (
                0,
                ('other', *names[1:]),
                (*names, 'one too many'),
                *((names[:-1],) if len(names) > 1 else ()),
            ):
                self.assertRaises(errors.NoMatch, self._find_id, table, wrong)

    def test_an_empty_name_stands_for_no_organization(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.INVENTORIES.update().values(organization_id=None)
            )
        for key in (('Production', ''), ('web1', 'Production', '')):
            table = world.INVENTORIES if len(key) == 2 else world.HOSTS
            self.assertIsNotNone(self._find_id(table, key))
        self.assertRaises(
            errors.NoMatch,
            self._find_id,
            world.INVENTORIES,
            ('Production', 'Production Ltd'),
        )

    def test_a_key_has_one_text(self):
        self.assertEqual(7, rows.format_key(7))
        self.assertEqual('a++b++c', rows.format_key(('a', 'b', 'c')))

    def test_find_returns_the_requested_columns(self):
        row = self._read(rows.find, world.HOSTS, self.host.id, 'Host', _NAMES)
        self.assertEqual({'id': self.host.id, 'name': 'web1'}, dict(row))
        error = self.assertRaises(
            errors.NoMatch,
            self._read,
            rows.find,
            world.HOSTS,
            0,
            'Host',
            _NAMES,
        )
        self.assertIn('No Host matches', str(error))

    def test_a_lock_finds_the_same_row(self):
        for lock in (rows.for_update, rows.for_delete):
            self.assertEqual(
                self.host.id,
                self._write(
                    rows.find_id, world.HOSTS, self.host.id, 'Host', lock
                ),
            )

    def test_an_update_compares_the_generation_that_is_expected(self):
        def update(generation):
            self._write(
                rows.update,
                world.HOSTS,
                self.host.id,
                {'description': f'after {generation}'},
                generations.Precondition(generation),
            )

        update(0)
        self.assertRaises(errors.StaleGeneration, update, 0)
        update(1)
        hosts = world.HOSTS
        (row,) = self.rows(sa.select(hosts.c.description, hosts.c.generation))
        self.assertEqual(('after 1', 2), tuple(row))

    def test_a_row_is_deleted_once(self):
        self.assertTrue(self._write(rows.delete, world.HOSTS, self.host.id))
        self.assertFalse(self._write(rows.delete, world.HOSTS, self.host.id))

    def test_ids_are_a_parameter_of_one_statement(self):
        other = world.make_host(self.ctx, self.inventory.id, 'web2')
        select = (
            sa.select(world.HOSTS.c.id)
            .where(rows.is_among_ids(world.HOSTS.c.id))
            .order_by(world.HOSTS.c.id)
        )
        for ids in ([], [self.host.id], [self.host.id, other.id]):
            with self.database.engine.connect() as connection:
                self.assertEqual(
                    ids, connection.scalars(select, {'ids': ids}).all()
                )

    def test_a_condition_without_values_matches_no_row(self):
        select = sa.select(world.HOSTS.c.name)
        for values, names in (
            ((), []),
            (('web1',), ['web1']),
            (('x', 'web1'), ['web1']),
        ):
            condition = rows.is_any_of(world.HOSTS.c.name, values)
            self.assertEqual(
                names, [row.name for row in self.rows(select.where(condition))]
            )
