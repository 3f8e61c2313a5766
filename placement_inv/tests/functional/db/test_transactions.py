"""A row that somebody deletes between being found and being referred to."""

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
class TestRowsThatGo(base.DatabaseTest):
    def test_a_writer_looks_once_more(self):
        tries = []

        @transactions.writer
        def refer(ctx):
            tries.append(len(tries))
            if len(tries) == 1:
                ctx.connection.execute(
                    _CHILDREN.insert().values(
                        {column.name: 404 for column in _CHILDREN.primary_key}
                    )
                )
            return 'looked'

        self.assertEqual('looked', refer(self.ctx))
        self.assertEqual([0, 1], tries)

    def test_a_reference_to_nothing_is_an_error_in_the_end(self):
        @transactions.writer
        def refer(ctx):
            ctx.connection.execute(
                _CHILDREN.insert().values(
                    {column.name: 404 for column in _CHILDREN.primary_key}
                )
            )

        self.assertRaises(db_exc.DBReferenceError, refer, self.ctx)

    def test_a_group_that_is_deleted_meanwhile_is_none_to_put_below(self):
        if self.backend == 'sqlite':
            return  # Its writers take turns.
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
