"""An inventory as Ansible reads it, on every database."""

from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestScript(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(
            self.ctx, variables='{"tier": "prod"}'
        )

    def _read(self, **wish):
        return script.get_of_inventory(
            self.ctx, self.inventory.id, script.ScriptOptions(**wish)
        )

    def _fill(self, count):
        for number in range(count):
            made = world.make_group(
                self.ctx, self.inventory.id, f'g{count}-{number}'
            )
            for name in 'ab':
                member = world.make_host(
                    self.ctx,
                    self.inventory.id,
                    f'{name}{count}-{number}',
                    variables=f'n: {number}',
                )
                association.add_host(self.ctx, made.id, member.id)

    def test_it_costs_six_statements_however_much_there_is(self):
        costs = set()
        for count in (1, 4):
            self._fill(count)
            with self.count_statements() as counter:
                self._read(hostvars=True, towervars=True)
            costs.add(len(counter.statements))
        # The inventory, its hosts, variables, groups, members, children.
        self.assertEqual({6}, costs, counter)

    def test_hosts_and_groups_stand_in_the_order_of_their_names(self):
        self._fill(2)
        found = self._read()
        self.assertEqual(['g2-0', 'g2-1'], found['all']['children'])
        self.assertEqual(['a2-0', 'b2-0'], found['g2-0']['hosts'])
        self.assertEqual({'tier': 'prod'}, found['all']['vars'])
        self.assertNotIn('_meta', found)

    def test_variables_are_not_read_for_nothing(self):
        self._fill(1)
        with self.count_statements() as counter:
            self._read()
        self.assertNotIn('hosts.variables', str(counter))

    def test_a_group_that_is_called_all_stands_for_all(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.GROUPS.insert().values(
                    host_inventory_id=self.inventory.id,
                    name='all',
                    variables='{"a": 1}',
                )
            )
        self.assertEqual({'all': {'vars': {'a': 1}}}, self._read())

    def test_variables_that_an_import_left_unreadable_are_none(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.insert().values(
                    host_inventory_id=self.inventory.id,
                    name='h1',
                    variables='[1',
                )
            )
        self.assertEqual(
            {'h1': {}}, self._read(hostvars=True)['_meta']['hostvars']
        )
