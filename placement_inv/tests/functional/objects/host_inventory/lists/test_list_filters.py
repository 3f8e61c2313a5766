"""Filters of lists by the text of facts, on every database."""

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_FACTS = {
    'h1': {'kernel': '6.1', 'cpus': 8},
    'h2': {'kernel': '5.10', 'town': 'Zürich'},
    'h3': {'face': '\U0001f600', 'cpus': 16},
}
_FOUND = (
    ('icontains', 'KERNEL', ['h1', 'h2']),
    ('contains', 'KERNEL', []),
    ('contains', '"cpus": 8', ['h1']),
    ('icontains', '%', []),
    ('icontains', 'zÜRICH', ['h2']),
    ('contains', 'zürich', []),
    ('contains', 'Zürich', ['h2']),
    ('icontains', '\U0001f600', ['h3']),
    ('startswith', '{', ['h1', 'h2', 'h3']),
    ('iregex', 'CPUS": 1?[68]', ['h1', 'h3']),
    ('isnull', 'true', ['h4']),
)


@base.on_every_database
class TestFactsAsText(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        for name in ('h1', 'h2', 'h3', 'h4'):
            row = world.make_host(self.ctx, self.inventory.id, name)
            if name in _FACTS:
                facts.replace(self.ctx, row.id, _FACTS[name])
        self.parent = world.make_group(self.ctx, self.inventory.id, 'web')
        association.add_host(self.ctx, self.parent.id, row.id - 1)

    def _names(self, page, key, value, **term):
        term = smartfilter.Parameter(key, value, **term)
        result = page(self.ctx, list_page.Query(terms=(term,)))
        return [row.name for row in result.rows]

    def test_hosts_are_found_by_texts_in_their_facts(self):
        for lookup, text, expected in _FOUND:
            key = f'ansible_facts__{lookup}'
            names = self._names(host.page, key, text)
            self.assertEqual(expected, names, (lookup, text))

    def test_hosts_without_facts_have_no_text_in_them(self):
        self.assertEqual(
            ['h3', 'h4'],
            self._names(
                host.page,
                'ansible_facts__icontains',
                'kernel',
                is_negated=True,
            ),
        )

    def test_other_rows_are_found_by_the_facts_of_their_hosts(self):
        key = 'hosts__ansible_facts__icontains'
        self.assertEqual(['web'], self._names(group.page, key, 'FACE'))
        self.assertEqual([], self._names(group.page, key, 'kernel'))

    def test_a_term_about_facts_takes_no_additional_statement(self):
        query = list_page.Query(
            terms=(
                smartfilter.Parameter('ansible_facts__icontains', 'kernel'),
                smartfilter.Parameter('name', 'h1'),
            )
        )
        plain = list_page.Query(terms=(smartfilter.Parameter('name', 'h1'),))
        costs = []
        for each in (query, plain):
            with self.count_statements() as counter:
                host.page(self.ctx, each)
            costs.append(len(counter.statements))
        self.assertEqual(costs[1], costs[0])

    def test_lists_cannot_be_ordered_by_facts(self):
        for page, key in (
            (host.page, 'ansible_facts'),
            (group.page, '-hosts__ansible_facts'),
        ):
            query = list_page.Query(order_by=(key,))
            error = self.assertRaises(
                errors.InvalidFilter, page, self.ctx, query
            )
            self.assertIn('in the order of ansible_facts', str(error))

    def test_paths_into_facts_need_a_host_filter(self):
        for key in ('ansible_facts__cpus', 'ansible_facts__cpus__gt'):
            self.assertRaises(
                errors.InvalidFilter, self._names, host.page, key, '8'
            )
