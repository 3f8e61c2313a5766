from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestFoundPage(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        self.inventory, self.organization = (
            inventory.id,
            inventory.organization.id,
        )
        self.names = [f'web{number}' for number in range(7)]
        for number, name in enumerate(self.names):
            world.make_host(
                self.ctx, self.inventory, name, description=str(number % 2)
            )
        fact_batches.merge(
            self.ctx,
            self.inventory,
            {name: {'vcpus': 8} for name in self.names[:5]},
        )

    def _page(self, text='ansible_facts__vcpus=8', **query):
        return host.page(
            self.ctx, list_page.Query(**query), host_filter.HostFilter(text)
        )

    def _names(self, page):
        return [row.name for row in page.rows]

    def test_rows_and_count_take_one_statement(self):
        with self.count_statements() as counter:
            page = self._page(size=2)
        self.assertEqual(
            (5, ['web0', 'web1']), (page.count, self._names(page))
        )
        # The others: inventories of the hosts shown, groups with sources.
        self.assertEqual(3, len(counter.statements), counter)

    def test_consecutive_pages_make_up_the_list(self):
        names = []
        for number in (1, 2, 3):
            page = self._page(size=2, page=number)
            self.assertEqual((5, number), (page.count, page.number))
            names += self._names(page)
        self.assertEqual(self.names[:5], names)
        last = self._page(size=2, page=list_page.LAST)
        self.assertEqual((3, ['web4']), (last.number, self._names(last)))

    def test_a_page_after_the_last_is_an_error(self):
        self.assertRaises(errors.InvalidPage, self._page, size=5, page=2)
        nothing = 'ansible_facts__vcpus=9'
        self.assertEqual(0, self._page(nothing).count)
        self.assertRaises(errors.InvalidPage, self._page, nothing, page=2)

    def test_a_page_is_ordered_by_several_keys(self):
        page = self._page(order_by=('-description', '-name'), size=4)
        self.assertEqual(['web3', 'web1', 'web4', 'web2'], self._names(page))
        page = self._page(order_by=('inventory__name', 'name'), size=2)
        self.assertEqual(['web0', 'web1'], self._names(page))

    def test_a_page_of_a_smart_inventory_runs_its_filter_once(self):
        smart = world.make_inventory(
            self.ctx,
            'Smart',
            organization_id=self.organization,
            kind='smart',
            host_filter='ansible_facts__vcpus=8',
        )
        with self.count_statements() as counter:
            page = host.page_of_inventory(
                self.ctx, smart.id, list_page.Query(size=2)
            )
        self.assertEqual(5, page.count)
        self.assertEqual(4, len(counter.statements), counter)
