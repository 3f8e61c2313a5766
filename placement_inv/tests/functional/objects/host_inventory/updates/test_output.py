"""The output of an update: its events, and their text."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import output
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestOutput(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)

    def make_update(self, name, *events):
        """Make a running update whose events have these lines."""
        source = world.make_loadable_source(
            self.database.engine, self.ctx, self.inventory.id, name
        )
        update_id = launching.launch(self.ctx, source.id).id
        run = update_run.start(self.ctx, update_id)
        position = update_run.Position()
        for lines in events:
            position = update_run.record(self.ctx, run, position, lines)
        return update_id

    def test_the_text_has_all_lines_of_one_update_in_order(self):
        update_id = self.make_update('one', ['a', ''], ['b'])
        self.make_update('two', ['c'])
        self.assertEqual('a\n\nb\n', output.get_text(self.ctx, update_id))

    def test_an_update_without_output_has_an_empty_text(self):
        update_id = self.make_update('one')
        self.assertEqual('', output.get_text(self.ctx, update_id))
        page = output.page(self.ctx, update_id, list_page.Query())
        self.assertEqual(0, page.count)

    def test_a_page_has_the_newest_events_of_one_update_first(self):
        update_id = self.make_update('one', ['a', 'b'], ['c'])
        self.make_update('two', ['d'])
        page = output.page(self.ctx, update_id, list_page.Query())
        self.assertEqual(
            [(2, 2, 3, 'c'), (1, 0, 2, 'a\nb')],
            [
                (event.counter, event.start_line, event.end_line, event.stdout)
                for event in page.rows
            ],
        )
        self.assertEqual(
            {update_id}, {event.inventory_update_id for event in page.rows}
        )

    def test_an_unknown_update_has_no_output(self):
        self.assertRaises(errors.NoMatch, output.get_text, self.ctx, 4711)
        self.assertRaises(
            errors.NoMatch, output.page, self.ctx, 4711, list_page.Query()
        )
