"""Reading of an inventory for a load."""

from placement_inv.db import transactions
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.importing import current_state
from placement_inv.objects.host_inventory.importing import reading
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestReading(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(
            self.ctx, variables='{"tier": "prod"}'
        )
        self.source = world.make_source(self.ctx, self.inventory.id)
        # Another inventory and source, whose rows must not be read.
        other = world.make_inventory(self.ctx, 'Other')
        self._fill(other.id, world.make_source(self.ctx, other.id).id)

    def _fill(self, inventory_id, source_id):
        """Make two hosts, two groups and their links; return the ids."""
        hosts = [
            world.make_host(
                self.ctx, inventory_id, name, variables='a: 1', enabled=False
            ).id
            for name in ('h1', 'h2')
        ]
        groups = [
            world.make_group(self.ctx, inventory_id, name).id
            for name in ('web', 'site')
        ]
        for host_id in hosts:
            association.add_host(self.ctx, groups[0], host_id)
        association.add_child(self.ctx, groups[1], groups[0])
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCE_HOSTS.insert().values(
                    inventory_source_id=source_id, host_id=hosts[0]
                )
            )
            connection.execute(
                world.SOURCE_GROUPS.insert().values(
                    inventory_source_id=source_id, group_id=groups[1]
                )
            )
        return hosts, groups

    def read(self):
        return transactions.reader(reading.read)(
            self.ctx, self.inventory.id, self.source.id
        )

    def test_an_inventory_is_read_whole_and_alone(self):
        hosts, groups = self._fill(self.inventory.id, self.source.id)
        state = self.read()
        self.assertEqual('{"tier": "prod"}', state.variables)
        self.assertEqual(
            [
                (hosts[0], 'h1', 'a: 1', False, ''),
                (hosts[1], 'h2', 'a: 1', False, ''),
            ],
            [
                (
                    row.id,
                    row.name,
                    row.variables,
                    row.is_enabled,
                    row.instance_id,
                )
                for row in state.hosts
            ],
        )
        self.assertEqual(
            [(groups[0], 'web'), (groups[1], 'site')],
            [(row.id, row.name) for row in state.groups],
        )
        self.assertEqual({groups[0]: set(hosts)}, state.members)
        self.assertEqual({groups[1]: {groups[0]}}, state.children)
        self.assertEqual({hosts[0]}, state.tracked_hosts)
        self.assertEqual({groups[1]}, state.tracked_groups)

    def test_an_empty_inventory_has_no_rows(self):
        self.assertEqual(
            current_state.CurrentState(
                variables='{"tier": "prod"}', hosts=[], groups=[]
            ),
            self.read(),
        )

    def test_the_statements_do_not_grow_with_the_rows(self):
        self._fill(self.inventory.id, self.source.id)
        with self.count_statements() as counter:
            self.read()
        self.assertEqual(7, len(counter.statements), counter)

    def test_generations_are_those_of_the_rows(self):
        hosts, _groups = self._fill(self.inventory.id, self.source.id)
        before = [row.generation for row in self.read().hosts]
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.update()
                .where(world.HOSTS.c.id == hosts[1])
                .values(generation=world.HOSTS.c.generation + 1)
            )
        after = [row.generation for row in self.read().hosts]
        self.assertEqual([before[0], before[1] + 1], after)

    def test_ids_are_found_by_the_names_of_one_inventory(self):
        hosts, groups = self._fill(self.inventory.id, self.source.id)
        find = transactions.reader(reading.find_ids_by_name)
        for table, ids_by_name in (
            (world.HOSTS, dict(zip(('h1', 'h2'), hosts, strict=True))),
            (world.GROUPS, dict(zip(('web', 'site'), groups, strict=True))),
        ):
            self.assertEqual(
                ids_by_name, find(self.ctx, table, self.inventory.id)
            )
