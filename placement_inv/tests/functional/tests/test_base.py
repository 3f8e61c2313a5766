"""The base class of functional tests, on every database."""

from oslo_db import exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.tests.functional import base

_TRAITS = tables.placement.traits
_PROVIDERS = tables.placement.resource_providers


@transactions.writer
def _write_family(ctx):
    """Write rows that refer to rows of their own table."""
    ctx.connection.execute(_TRAITS.insert().values(name='CUSTOM_GOLD'))
    ctx.connection.execute(
        _PROVIDERS.insert(),
        [
            {'id': 1, 'uuid': 'one', 'name': 'one', 'root_provider_id': 1},
            {'id': 2, 'uuid': 'two', 'name': 'two', 'root_provider_id': 1},
        ],
    )


@transactions.reader
def _trait_names(ctx):
    return ctx.connection.execute(sa.select(_TRAITS.c.name)).scalars().all()


@base.on_every_database
class TestDatabaseTest(base.DatabaseTest):
    def _start_empty_then_write(self):
        self.assertEqual([], self.rows(sa.select(_TRAITS)))
        self.assertEqual([], self.rows(sa.select(_PROVIDERS)))
        _write_family(self.ctx)
        self.assertEqual(2, len(self.rows(sa.select(_PROVIDERS))))

    def test_tables_are_empty_at_the_start_of_a_test(self):
        self._start_empty_then_write()

    def test_tables_are_empty_at_the_start_of_the_next_test(self):
        self._start_empty_then_write()

    def test_statements_and_a_commit_are_counted(self):
        with self.count_statements() as counter:
            _write_family(self.ctx)
        self.assertEqual(2, len(counter.statements), counter)
        self.assertEqual((1, 1), (counter.begins, counter.commits))

    def test_a_failed_transaction_is_counted_as_rolled_back(self):
        _write_family(self.ctx)
        with self.count_statements() as counter:
            self.assertRaises(
                exception.DBDuplicateEntry, _write_family, self.make_context()
            )
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual((0, 1), (counter.commits, counter.rollbacks))

    def test_nothing_is_counted_after_the_block(self):
        with self.count_statements() as counter:
            self.assertEqual([], _trait_names(self.ctx))
        _trait_names(self.ctx)
        self.assertEqual(1, len(counter.statements), counter)
