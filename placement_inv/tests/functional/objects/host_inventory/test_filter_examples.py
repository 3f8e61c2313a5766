"""Runs each filter that the documentation shows."""

from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts import explain
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world
from placement_inv.tests.unit.smartfilter import test_docs


@base.on_every_database
class TestFilterExamples(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(
            self.ctx, 'East', variables='site: north'
        )
        self.host = world.make_host(
            self.ctx,
            inventory.id,
            'web01',
            description='rack 4 (spare)',
            variables='{"rack": "r4", "units": 2}',
        ).id
        world.make_host(self.ctx, inventory.id, 'db1')
        top, web = (
            world.make_group(self.ctx, inventory.id, name)
            for name in ('production', 'web')
        )
        association.add_child(self.ctx, top.id, web.id)
        association.add_host(self.ctx, web.id, self.host)
        facts.replace(
            self.ctx,
            self.host,
            {
                'ansible_processor_vcpus': 8,
                'ansible_interfaces': ['eth0', 'lo'],
                'ansible_mounts': [{'mount': '/var'}],
                'ansible_memtotal_mb': 4096,
                'ansible_kernel': '5.14.0-362',
                'ansible_distribution': 'Debian',
                'ansible_distribution_version': '12.4',
                'ansible_odd': {'contains': 1},
            },
        )

    def test_each_example_runs_and_its_explanation_agrees(self):
        match_count = 0
        for language, text in test_docs.examples():
            with self.subTest(text):
                search = host_filter.HostFilter(text, language.value)
                page = host.page(self.ctx, list_page.Query(), search)
                explanation = explain.explain_filter(
                    self.ctx, self.host, search
                )
                is_listed = self.host in [row.id for row in page.rows]
                self.assertEqual(is_listed, explanation.verdict.holds)
                match_count += is_listed
        # They are about a host like this one.
        self.assertGreater(match_count, 30)
