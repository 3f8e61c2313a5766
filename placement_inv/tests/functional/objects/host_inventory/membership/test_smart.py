from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_FILTERS = (
    'name__startswith=web',
    'search=WEB',
    'groups__name=front or name=db1',
    'ansible_facts__cpus=8',
    'ansible_facts__nics[]=eth0',
    'groups__isnull=true',
    'name__regex="^w.b[0-9]$" and enabled=true',
)

_filter = host_filters.HostFilter


@base.on_every_database
class TestSmartInventory(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.regular = world.make_inventory(self.ctx)
        for number in range(1, 5):
            row = world.make_host(self.ctx, self.regular.id, f'web{number}')
            facts.replace(
                self.ctx,
                row.id,
                {'cpus': 8 if number % 2 else 4, 'nics': ['eth0']},
            )
        world.make_host(self.ctx, self.regular.id, 'db1')

    def _smart(self, host_filter, name='Smart'):
        return host_inventory.create(
            self.ctx,
            {
                'name': name,
                'organization_id': self.regular.organization.id,
                'kind': 'smart',
                'host_filter': host_filter,
                'variables': '',
            },
        )

    def _names(self, inventory):
        page = host.page_of_inventory(
            self.ctx, inventory.id, list_page.Query()
        )
        self.assertEqual(page.count, len(page.rows))
        return [row.name for row in page.rows]

    def test_a_smart_inventory_lists_the_hosts_of_the_search(self):
        for number, text in enumerate(_FILTERS):
            with self.subTest(text):
                result = host.page(self.ctx, list_page.Query(), _filter(text))
                smart = self._smart(text, f'Smart {number}')
                expected = [row.name for row in result.rows]
                self.assertEqual(expected, self._names(smart))
                self.assertEqual(len(expected), smart.totals.hosts)

    def test_the_oldest_host_of_each_name_is_listed(self):
        other = host_inventory.create(
            self.ctx,
            {
                'name': 'Other',
                'organization_id': self.regular.organization.id,
                'variables': '',
            },
        )
        world.make_host(self.ctx, other.id, 'web1')
        smart = self._smart('name=web1')
        page = host.page_of_inventory(self.ctx, smart.id, list_page.Query())
        self.assertEqual(
            [self.regular.id], [row.inventory.id for row in page.rows]
        )

    def test_the_statements_of_a_page_do_not_grow_with_the_hosts(self):
        smart = self._smart('name__startswith=web')
        with self.count_statements() as few:
            self._names(smart)
        for number in range(5, 15):
            world.make_host(self.ctx, self.regular.id, f'web{number}')
        with self.count_statements() as many:
            self._names(smart)
        self.assertEqual(len(few.statements), len(many.statements), many)

    def test_a_page_counts_the_hosts_of_all_smart_inventories_at_once(self):
        self._smart('name=web1', 'one')
        with self.count_statements() as one:
            host_inventory.page(self.ctx, list_page.Query())
        self._smart('name=web2', 'two')
        self._smart('name=web3', 'three')
        with self.count_statements() as three:
            host_inventory.page(self.ctx, list_page.Query())
        self.assertEqual(len(one.statements), len(three.statements), three)

    def test_a_filter_that_is_no_longer_valid_is_reported(self):
        smart = self._smart('name=web1')
        table = world.INVENTORIES
        with self.database.engine.begin() as connection:
            connection.execute(
                table.update()
                .where(table.c.id == smart.id)
                .values(host_filter='bogus=1')
            )
        self.assertRaises(errors.InvalidHostFilter, self._names, smart)
        self.assertRaises(
            errors.InvalidHostFilter,
            script.get_of_inventory,
            self.ctx,
            smart.id,
            script.ScriptOptions(),
        )
        row = host_inventory.get(self.ctx, smart.id)
        self.assertEqual(0, row.totals.hosts)
        self.assertIn("no field named 'bogus'", row.filter_result.error)

    def test_a_filter_may_write_groups_as_group(self):
        front = world.make_group(self.ctx, self.regular.id, 'front')
        web1 = host.page(
            self.ctx, list_page.Query(), _filter('name=web1')
        ).rows[0]
        association.add_host(self.ctx, front.id, web1.id)
        page = host.page(
            self.ctx, list_page.Query(), _filter('group__name=front')
        )
        self.assertEqual(['web1'], [row.name for row in page.rows])
