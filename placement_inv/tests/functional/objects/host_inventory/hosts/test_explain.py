from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts import explain
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

#: Filter, whether each term holds of web1, and what each sees.
_CASES = (
    ('name=web1', [True], [['web1']]),
    ('enabled != true', [False], [[True]]),
    ('enabled=false or id > 0', [False, True], [[True], None]),
    ('description exists', [True], [['Rack 4']]),
    ('ansible_facts_modified exists', [True], [None]),
    ('search=RACK', [True], [['Rack 4', 'web1']]),
    ('inventory__name=Production', [True], [['Production']]),
    ('inventory__organization__name=x', [False], [['Production Ltd']]),
    ('groups__name in (a, web)', [True], [['web']]),
    ('all_groups__name=top', [True], [['mid', 'top', 'web']]),
    ('groups__parents__name=mid', [True], [['mid']]),
    ('all_groups__has_children > 0', [True], [[0, 1, 1]]),
    ('has_groups=1', [True], [[1]]),
    ('inventory__total_hosts=2', [True], [[2]]),
    ('inventory_sources exists', [False], [[]]),
    ('ansible_facts__cpus=8', [True], [['8']]),
    ('ansible_facts__nics__contains=lo', [True], [[['eth0', 'lo']]]),
    ('ansible_facts__nics[]=eth1', [False], [['eth0', 'lo']]),
    ('ansible_facts__x__y__isnull=true', [True], [[]]),
    ('groups__hosts__ansible_facts__cpus > 4', [True], [['8']]),
    ('not (name=web1 and groups=0)', [True, False], [['web1'], None]),
)


@base.on_every_database
class TestExplanation(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.web1 = world.make_host(
            self.ctx, self.inventory.id, 'web1', description='Rack 4'
        )
        world.make_host(self.ctx, self.inventory.id, 'web2')
        groups = [
            world.make_group(self.ctx, self.inventory.id, name).id
            for name in ('top', 'mid', 'web')
        ]
        association.add_child(self.ctx, groups[0], groups[1])
        association.add_child(self.ctx, groups[1], groups[2])
        association.add_host(self.ctx, groups[2], self.web1.id)
        facts.replace(
            self.ctx, self.web1.id, {'cpus': '8', 'nics': ['eth0', 'lo']}
        )

    def _explain(self, text):
        return explain.explain_filter(
            self.ctx,
            self.web1.id,
            host_filter.HostFilter(text, host_filter.EXTENDED),
        )

    def test_terms_are_shown_with_the_values_they_compare(self):
        for text, holds, term_values in _CASES:
            with self.subTest(text):
                explanation = self._explain(text)
                self.assertEqual(
                    holds, [term.holds for term in explanation.terms]
                )
                for term, expected in zip(
                    explanation.terms, term_values, strict=True
                ):
                    if expected is not None:
                        self.assertEqual(
                            expected, sorted(term.values, key=str)
                        )

    def test_the_verdict_agrees_with_the_list_of_hosts(self):
        for text, _holds, _term_values in _CASES:
            with self.subTest(text):
                page = host.page(
                    self.ctx,
                    list_page.Query(),
                    host_filter.HostFilter(text, host_filter.EXTENDED),
                )
                self.assertEqual(
                    self.web1.id in [row.id for row in page.rows],
                    self._explain(text).verdict.holds,
                )

    def test_only_a_few_values_are_shown(self):
        facts.replace(self.ctx, self.web1.id, {'n': list(range(50))})
        (term,) = self._explain('ansible_facts__n[]=49').terms
        self.assertEqual((tuple(range(10)), True), (term.values, term.more))

    def test_many_terms_take_as_many_statements_as_a_few(self):
        few = 'name=a and id=1 and created > 2020-01-01 and groups__name=b'
        with self.count_statements() as once:
            self._explain(few)
        with self.count_statements() as often:
            self._explain(' or '.join([few] * 20))
        self.assertEqual(len(once.statements), len(often.statements), often)
