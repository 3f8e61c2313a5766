"""The entities of sources, updates and events."""

import testtools

from placement_inv import smartfilter
from placement_inv.objects.host_inventory.filter_catalog import updates


class TestUpdates(testtools.TestCase):
    def test_jobs_and_updates_are_two_names_of_one_thing(self):
        for first, second in (
            ('current_job', 'current_update'),
            ('last_job', 'last_update'),
        ):
            table = updates.SOURCE.table.alias('s')
            texts = {
                str(updates.SOURCE.step(name).join(table).on)
                for name in (first, second)
            }
            self.assertEqual(1, len(texts), texts)
        self.assertEqual(
            updates.UPDATE.step('inventory_source').target,
            updates.UPDATE.step('unified_job_template').target,
        )

    def test_current_and_last_update_are_different_rows(self):
        table = updates.SOURCE.table.alias('s')
        current, last = (
            str(updates.SOURCE.step(name).join(table).on)
            for name in ('current_update', 'last_update')
        )
        self.assertIn(' NOT IN ', last)
        self.assertNotIn(' NOT IN ', current)

    def test_fields_about_the_last_update_are_of_the_kinds_of_awx(self):
        kinds = smartfilter.Kind
        for name, kind in (
            ('status', kinds.TEXT),
            ('last_job_run', kinds.DATETIME),
            ('last_updated', kinds.DATETIME),
            ('last_job_failed', kinds.BOOLEAN),
            ('last_update_failed', kinds.BOOLEAN),
        ):
            self.assertEqual(kind, updates.SOURCE.step(name).kind, name)

    def test_an_update_failed_with_any_of_three_statuses(self):
        field = updates.UPDATE.step('failed')
        condition = field.column(updates.UPDATE.table)
        self.assertEqual(
            {'failed', 'error', 'canceled'}, set(condition.right.value)
        )

    def test_the_organization_is_that_of_the_inventory(self):
        for entity in (updates.SOURCE, updates.UPDATE):
            relation = entity.step('organization')
            join = relation.join(entity.table.alias('row'))
            self.assertIn('row.host_inventory_id', str(join.on))

    def test_an_event_is_searched_by_its_output(self):
        self.assertEqual(('stdout',), updates.EVENT.search)
        self.assertIs(updates.EVENT.step('id'), updates.EVENT.step('pk'))
