import json

import testtools

from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.tests.bench import host_rows
from placement_inv.tests.bench import hosts_world


class TestHosts(testtools.TestCase):
    def test_a_host_has_a_hundred_facts_of_the_usual_size(self):
        facts = hosts_world.facts(1234)
        self.assertEqual(100, len(facts))
        self.assertAlmostEqual(4600, len(json.dumps(facts)), delta=300)

    def test_the_facts_of_a_host_are_fixed_and_unique(self):
        self.assertEqual(hosts_world.facts(7), hosts_world.facts(7))
        self.assertNotEqual(hosts_world.facts(7), hosts_world.facts(8))

    def test_a_host_has_five_variables(self):
        self.assertEqual(5, len(variables.parse(hosts_world.variables(3))))


class TestRows(testtools.TestCase):
    def _rows(self, size):
        (phase,) = host_rows.FAMILY.phases([size])
        return {row.label: row for row in phase.rows}

    def test_every_figure_of_awx_has_a_row(self):
        self.assertEqual(set(), host_rows.AWX.keys() - self._rows(10).keys())

    def test_targets_are_only_for_the_size_that_awx_had(self):
        self.assertEqual(7.2, self._rows(10000)['one host'].milliseconds)
        self.assertIsNone(self._rows(1000)['one host'].milliseconds)
