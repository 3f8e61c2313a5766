"""The first groups of hosts and their sources, on every database."""

from placement_inv.db import transactions
from placement_inv.objects.host_inventory.common import managers
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts import related_previews
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestRelatedPreviews(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.hosts = [
            world.make_host(self.ctx, self.inventory.id, name).id
            for name in ('h1', 'h2')
        ]

    def _find_all(self, host_ids):
        return transactions.reader(related_previews.find_all)(
            self.ctx, host_ids
        )

    def test_the_first_five_groups_are_shown_and_all_are_counted(self):
        groups = [
            world.make_group(self.ctx, self.inventory.id, f'g{number}').id
            for number in range(7)
        ]
        for group_id in reversed(groups):
            association.add_host(self.ctx, group_id, self.hosts[0])
        association.add_host(self.ctx, groups[6], self.hosts[1])
        previews = self._find_all(self.hosts)
        self.assertEqual(
            related_previews.GroupPreview(
                7, tuple((groups[n], f'g{n}') for n in range(5))
            ),
            previews[self.hosts[0]].groups,
        )
        self.assertEqual(
            related_previews.GroupPreview(1, ((groups[6], 'g6'),)),
            previews[self.hosts[1]].groups,
        )

    def test_a_source_and_a_group_with_the_same_id_are_distinct(self):
        estate = world.make_source(self.ctx, self.inventory.id)
        group_id = world.make_group(self.ctx, self.inventory.id, 'web').id
        association.add_host(self.ctx, group_id, self.hosts[0])
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCE_HOSTS.insert().values(
                    inventory_source_id=estate.id, host_id=self.hosts[0]
                )
            )
        self.assertEqual(
            related_previews.HostPreviews(
                related_previews.GroupPreview(1, ((group_id, 'web'),)),
                (managers.Manager(estate.id, 'estate'),),
            ),
            self._find_all(self.hosts)[self.hosts[0]],
        )

    def test_previews_of_hosts_without_relations_take_one_statement(self):
        with self.count_statements() as counter:
            previews = self._find_all(self.hosts)
        self.assertEqual(1, len(counter.statements), counter)
        nothing = related_previews.HostPreviews(
            related_previews.GroupPreview(0, ()), ()
        )
        self.assertEqual(dict.fromkeys(self.hosts, nothing), previews)
        with self.count_statements() as counter:
            self.assertEqual({}, self._find_all([]))
        self.assertEqual([], counter.statements)
