"""Variables of inventories, hosts and groups as mappings."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import variable_data
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestVariableData(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        values = {'variables': 'a: 1'}
        inventory = world.make_inventory(self.ctx, **values)
        self.host = world.make_host(self.ctx, inventory.id, 'h1', **values)
        group = world.make_group(self.ctx, inventory.id, 'web', **values)
        self.keys = {
            'Inventory': inventory.id,
            'Host': self.host.id,
            'Group': group.id,
        }

    def test_each_kind_of_row_has_its_variables_replaced(self):
        for model, key in self.keys.items():
            self.assertEqual({'a': 1}, variable_data.get(self.ctx, model, key))
            variable_data.replace(self.ctx, model, key, {'ä': [None, model]})
            self.assertEqual(
                {'ä': [None, model]}, variable_data.get(self.ctx, model, key)
            )

    def test_a_row_is_named_by_its_names(self):
        key = ('h1', 'Production', 'Production Ltd')
        variable_data.replace(self.ctx, 'Host', key, {'b': 2})
        self.assertEqual(
            {'b': 2}, variable_data.get(self.ctx, 'Host', self.host.id)
        )

    def test_variables_that_an_import_left_unreadable_are_empty(self):
        with self.database.engine.begin() as connection:
            connection.execute(world.HOSTS.update().values(variables='[1'))
        self.assertEqual({}, variable_data.get(self.ctx, 'Host', self.host.id))

    def test_unknown_rows_have_no_variables(self):
        for model in self.keys:
            self.assertRaises(
                errors.NoMatch, variable_data.get, self.ctx, model, 4711
            )
            self.assertRaises(
                errors.NoMatch,
                variable_data.replace,
                self.ctx,
                model,
                4711,
                {},
            )

    def test_a_stale_generation_changes_nothing(self):
        generation = self.host.generation
        precondition = generations.Precondition(generation)
        variable_data.replace(
            self.ctx, 'Host', self.host.id, {'b': 2}, precondition
        )
        self.assertRaises(
            errors.StaleGeneration,
            variable_data.replace,
            self.ctx,
            'Host',
            self.host.id,
            {'c': 3},
            precondition,
        )
        row = host.get(self.ctx, self.host.id)
        self.assertEqual('{"b": 2}', row.variables)
        self.assertEqual(generation + 1, row.generation)

    def test_values_that_json_cannot_hold_are_refused(self):
        self.assertRaises(
            errors.InvalidVariables,
            variable_data.replace,
            self.ctx,
            'Host',
            self.host.id,
            {'a': float('nan')},
        )
