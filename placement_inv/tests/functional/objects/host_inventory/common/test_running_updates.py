"""Unfinished updates keep rows from changing, on every database."""

from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestRunningUpdates(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.other = world.make_inventory(self.ctx, 'Other')
        self.source = world.make_loadable_source(
            self.database.engine, self.ctx, self.inventory.id
        )
        self.update_id = launching.launch(self.ctx, self.source.id).id

    def _check_inventory(self, inventory):
        transactions.reader(running_updates.refuse_while_active)(
            self.ctx, world.INVENTORIES.c.id == inventory.id
        )

    def _check_source(self, source_id):
        transactions.reader(running_updates.refuse_while_updating)(
            self.ctx, source_id
        )

    def test_an_unfinished_update_is_named_in_the_error(self):
        for check, argument in (
            (self._check_inventory, self.inventory),
            (self._check_source, self.source.id),
        ):
            error = self.assertRaises(errors.Busy, check, argument)
            self.assertEqual(
                [{'id': self.update_id, 'type': 'inventory_update'}],
                error.facts['active_jobs'],
            )

    def test_other_inventories_and_sources_are_not_refused(self):
        self._check_inventory(self.other)
        self._check_source(self.source.id + 1)

    def test_a_finished_update_refuses_nothing(self):
        run = update_run.start(self.ctx, self.update_id)
        self.assertRaises(errors.Busy, self._check_source, self.source.id)
        update_run.finish(self.ctx, run, update_run.CANCELED)
        self._check_inventory(self.inventory)
        self._check_source(self.source.id)
