"""The document of an inventory that Ansible reads."""

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
            group = world.make_group(
                self.ctx, self.inventory.id, f'g{count}-{number}'
            )
            for name in 'ab':
                member = world.make_host(
                    self.ctx,
                    self.inventory.id,
                    f'{name}{count}-{number}',
                    variables=f'n: {number}',
                )
                association.add_host(self.ctx, group.id, member.id)

    def test_six_statements_read_an_inventory_of_any_size(self):
        costs = set()
        for count in (1, 4):
            self._fill(count)
            with self.count_statements() as counter:
                self._read(hostvars=True, towervars=True)
            costs.add(len(counter.statements))
        # The inventory, its variables, hosts, groups, members, children.
        self.assertEqual({6}, costs, counter)

    def test_hosts_and_groups_are_ordered_by_name(self):
        self._fill(2)
        document = self._read()
        self.assertEqual(['g2-0', 'g2-1'], document['all']['children'])
        self.assertEqual(['a2-0', 'b2-0'], document['g2-0']['hosts'])
        self.assertEqual({'tier': 'prod'}, document['all']['vars'])
        self.assertNotIn('_meta', document)

    def test_variables_are_read_only_if_they_are_shown(self):
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

    def test_unreadable_variables_of_an_import_are_empty(self):
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
