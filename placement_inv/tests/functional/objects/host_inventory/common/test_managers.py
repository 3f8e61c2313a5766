"""The sources that manage hosts and groups, on every database."""

from placement_inv.objects.host_inventory.common import managers
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import source
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestManagement(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.sources = [
            world.make_source(self.ctx, self.inventory.id, name)
            for name in ('one', 'two')
        ]
        self.managers = tuple(
            managers.Manager(row.id, row.name) for row in self.sources
        )

    def _track(self, table, **ids):
        with self.database.engine.begin() as connection:
            connection.execute(table.insert().values(**ids))

    def test_a_host_names_all_its_sources_in_order(self):
        by_hand, of_both = (
            world.make_host(self.ctx, self.inventory.id, name)
            for name in ('by-hand', 'of-both')
        )
        for each in reversed(self.sources):
            self._track(
                world.SOURCE_HOSTS,
                inventory_source_id=each.id,
                host_id=of_both.id,
            )
        page = host.page(self.ctx, list_page.Query(order_by=('name',)))
        self.assertEqual(
            [(), self.managers], [row.managed_by for row in page.rows]
        )
        source.delete(self.ctx, self.sources[0].id)
        self.assertEqual(
            self.managers[1:], host.get(self.ctx, of_both.id).managed_by
        )
        self.assertEqual((), host.get(self.ctx, by_hand.id).managed_by)

    def test_the_managers_of_all_groups_cost_one_statement(self):
        costs = set()
        for size in (1, 9):
            for number in range(size):
                each = world.make_group(
                    self.ctx, self.inventory.id, f'g{size}-{number}'
                )
                self._track(
                    world.SOURCE_GROUPS,
                    inventory_source_id=self.sources[0].id,
                    group_id=each.id,
                )
            with self.count_statements() as counter:
                page = group.page(self.ctx, list_page.Query())
            costs.add(len(counter.statements))
            self.assertEqual(
                {self.managers[:1]}, {row.managed_by for row in page.rows}
            )
        # The count, the rows, their inventories and managers.
        self.assertEqual({4}, costs, counter)
