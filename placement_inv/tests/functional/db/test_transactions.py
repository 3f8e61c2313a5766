"""Writers are retried when a referenced row was deleted meanwhile."""

from unittest import mock

from oslo_db import exception as db_exc
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_CHILDREN = tables.host_inventory.host_group_children


@base.on_every_database
class TestDeletedReferences(base.DatabaseTest):
    def test_the_second_attempt_may_succeed(self):
        attempts = []

        @transactions.writer
        def refer(ctx):
            attempts.append(len(attempts))
            if len(attempts) == 1:
                ctx.connection.execute(
                    _CHILDREN.insert().values(
                        {column.name: 404 for column in _CHILDREN.primary_key}
                    )
                )
            return 'result'

        self.assertEqual('result', refer(self.ctx))
        self.assertEqual([0, 1], attempts)

    def test_a_second_broken_reference_is_an_error(self):
        @transactions.writer
        def refer(ctx):
            ctx.connection.execute(
                _CHILDREN.insert().values(
                    {column.name: 404 for column in _CHILDREN.primary_key}
                )
            )

        self.assertRaises(db_exc.DBReferenceError, refer, self.ctx)

    def test_no_child_is_added_to_a_group_that_is_deleted_meanwhile(self):
        if self.backend == 'sqlite':
            self.skipTest('SQLite has one writer at a time')
        inventory = world.make_inventory(self.ctx)
        parent, child = (
            world.make_group(self.ctx, inventory.id, name).id
            for name in ('parent', 'child')
        )
        pair = association._pair

        def pair_late(ctx, *arguments):
            with self.database.engine.begin() as connection:
                connection.execute(
                    sa.delete(tables.host_inventory.host_groups).where(
                        tables.host_inventory.host_groups.c.id == child
                    )
                )
            return pair(ctx, *arguments)

        with mock.patch.object(association, '_pair', pair_late):
            self.assertRaises(
                errors.NoSuchRelated,
                association.add_child,
                self.ctx,
                parent,
                child,
            )
