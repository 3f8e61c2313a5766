from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import smart_membership
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestSmartMembership(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.first = world.make_inventory(self.ctx)
        self.second = self._inventory('Second')
        self.hosts = [
            world.make_host(self.ctx, inventory.id, name, enabled=is_enabled)
            for inventory, name, is_enabled in (
                (self.first, 'web1', False),
                (self.first, 'web2', True),
                (self.second, 'web1', True),
                (world.make_inventory(self.ctx, 'Else'), 'web1', True),
            )
        ]

    def _inventory(self, name, **values):
        return host_inventory.create(
            self.ctx,
            {
                'name': name,
                'organization_id': self.first.organization.id,
                'variables': '',
                **values,
            },
        )

    def _smart(self, *filters):
        return [
            self._inventory(text, kind='smart', host_filter=text).id
            for text in filters
        ]

    def _find_inventories(self, host_row):
        page = smart_membership.page_of_host(
            self.ctx, host_row.id, list_page.Query()
        )
        return [row.id for row in page.rows]

    def test_membership_agrees_with_the_hosts_of_the_inventories(self):
        smart = self._smart(
            'name=web1',
            'name__startswith=web',
            'enabled=true',
            'name=web1 and enabled=true',
            'name=nobody',
        )
        members = {
            inventory_id: {
                row.id
                for row in host.page_of_inventory(
                    self.ctx, inventory_id, list_page.Query()
                ).rows
            }
            for inventory_id in smart
        }
        for page in self.hosts:
            expected = {
                inventory_id
                for inventory_id, ids in members.items()
                if page.id in ids
            }
            self.assertEqual(expected, set(self._find_inventories(page)))
        # The third is a member only where the first does not match.
        self.assertEqual(
            smart[2:4], sorted(self._find_inventories(self.hosts[2]))
        )
        self.assertEqual([], self._find_inventories(self.hosts[3]))

    def test_a_filter_that_is_no_longer_valid_contains_nothing(self):
        (smart,) = self._smart('name=web2')
        table = world.INVENTORIES
        with self.database.engine.begin() as connection:
            connection.execute(
                table.update()
                .where(table.c.id == smart)
                .values(host_filter='bogus=1')
            )
        self.assertEqual([], self._find_inventories(self.hosts[1]))
        inventory = host_inventory.get(self.ctx, smart)
        self.assertIn("no field named 'bogus'", inventory.filter_result.error)

    def test_each_hundred_inventories_take_one_more_statement(self):
        self._smart('name=web2')
        with self.count_statements() as one:
            self._find_inventories(self.hosts[1])
        self._insert_smart(f'name=web{n} or id=0' for n in range(40))
        with self.count_statements() as many:
            self._find_inventories(self.hosts[1])
        self.assertEqual(len(one.statements), len(many.statements), many)
        self._insert_smart(f'name=web{n} or id=1' for n in range(61))
        with self.count_statements() as more:
            self._find_inventories(self.hosts[1])
        self.assertEqual(len(one.statements) + 1, len(more.statements), more)

    def _insert_smart(self, filters):
        """Insert smart inventories with one statement."""
        rows = [
            {
                'name': text,
                'organization_id': self.first.organization.id,
                'kind': 'smart',
                'host_filter': text,
            }
            for text in filters
        ]
        with self.database.engine.begin() as connection:
            connection.execute(world.INVENTORIES.insert(), rows)

    def test_facts_are_searched_in_one_host_only(self):
        fact_batches.merge(
            self.ctx, self.first.id, {'web1': {'vcpus': 8, 'os': {'id': 9}}}
        )
        smart = self._smart(
            'ansible_facts__vcpus=8',
            'ansible_facts__vcpus=9',
            'ansible_facts__os__id=9',
            'ansible_facts__vcpus=9 or name=web1',
        )
        page = self.hosts[0]
        with self.count_statements() as counter:
            ids = self._find_inventories(page)
        self.assertEqual([smart[0], *smart[2:]], sorted(ids))
        (statements,) = (each for each in counter.statements if 'CASE' in each)
        # The index of facts would find all hosts with the fact.
        self.assertNotIn('hosts_of_fact', statements)
