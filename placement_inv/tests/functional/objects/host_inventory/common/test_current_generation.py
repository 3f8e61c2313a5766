"""The current generation of a row, on every database."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import current_generation
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestCurrentGeneration(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.host = world.make_host(self.ctx, self.inventory.id, 'web1')
        self.group = world.make_group(self.ctx, self.inventory.id, 'web')

    def test_each_model_has_the_generation_of_its_last_write(self):
        for module, row in (
            (host_inventory, self.inventory),
            (host, self.host),
            (group, self.group),
        ):
            for text in ('x', 'y'):
                new_row = module.update(
                    self.ctx, row.id, {'description': text}
                )
            self.assertEqual(
                new_row.generation,
                current_generation.get(self.ctx, module.MODEL, row.id),
            )
            self.assertEqual(row.generation + 2, new_row.generation)

    def test_a_row_is_found_by_its_names_with_one_statement(self):
        key = ('web1', 'Production', 'Production Ltd')
        with self.count_statements() as counter:
            generation = current_generation.get(self.ctx, 'Host', key)
        self.assertEqual((0, 1), (generation, len(counter.statements)))

    def test_generation_zero_is_not_a_missing_row(self):
        self.assertEqual(
            0, current_generation.get(self.ctx, 'Group', self.group.id)
        )
        error = self.assertRaises(
            errors.NoMatch, current_generation.get, self.ctx, 'Group', 0
        )
        self.assertIn('Group', str(error))
