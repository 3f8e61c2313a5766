"""The limits of a run of ansible-inventory."""

import unittest

from placement_inv import conf
from placement_inv.jobs.tasks import inventory_update


class TestRunLimits(unittest.TestCase):
    def seconds(self, timeout, option):
        settings = conf.load(config_files=[])
        settings.set_override('timeout', option, 'inventory_sources')
        limits = inventory_update.run_limits(
            settings.inventory_sources, timeout
        )
        self.assertEqual(limits.seconds, limits.cpu_seconds)
        return limits.seconds

    def test_a_source_may_shorten_the_limit(self):
        self.assertEqual(5, self.seconds(5, option=600))

    def test_a_source_may_not_lengthen_the_limit(self):
        self.assertEqual(600, self.seconds(601, option=600))

    def test_without_a_timeout_a_source_has_the_limit(self):
        self.assertEqual(600, self.seconds(0, option=600))

    def test_a_stored_negative_timeout_does_not_lift_the_limit(self):
        self.assertEqual(600, self.seconds(-1, option=600))

    def test_a_source_may_have_a_limit_if_the_deployer_sets_none(self):
        self.assertEqual(5, self.seconds(5, option=0))
        self.assertEqual(0, self.seconds(0, option=0))
        self.assertEqual(0, self.seconds(-1, option=0))


class TestLimitsOfTemplates(unittest.TestCase):
    def limits(self, source_timeout, **options):
        settings = conf.load(config_files=[])
        for name, value in options.items():
            settings.set_override(name, value, 'inventory_sources')
        return inventory_update.run_limits(
            settings.inventory_sources, source_timeout, templates=True
        )

    def test_templates_have_their_own_limit(self):
        self.assertEqual(300, self.limits(0).seconds)
        self.assertEqual(300, self.limits(0).cpu_seconds)

    def test_the_other_limits_may_shorten_it(self):
        self.assertEqual(5, self.limits(5).seconds)
        self.assertEqual(7, self.limits(0, timeout=7).seconds)
        self.assertEqual(9, self.limits(10, template_timeout=9).seconds)

    def test_templates_have_a_limit_if_sources_have_none(self):
        limits = self.limits(0, timeout=0, max_memory=0)
        self.assertEqual(300, limits.seconds)
        self.assertEqual(4096 * 1024**2, limits.memory_bytes)
