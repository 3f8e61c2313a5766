"""Which limits a run of ansible-inventory has."""

import unittest

from placement_inv import conf
from placement_inv.jobs.tasks import inventory_update


class TestRunLimits(unittest.TestCase):
    def seconds(self, timeout, configured):
        settings = conf.load(config_files=[])
        settings.set_override('timeout', configured, 'inventory_sources')
        limits = inventory_update.run_limits(
            settings.inventory_sources, timeout
        )
        self.assertEqual(limits.seconds, limits.cpu_seconds)
        return limits.seconds

    def test_a_source_may_shorten_the_limit(self):
        self.assertEqual(5, self.seconds(5, configured=600))

    def test_a_source_may_not_lengthen_the_limit(self):
        self.assertEqual(600, self.seconds(601, configured=600))

    def test_a_source_that_says_nothing_has_the_limit(self):
        self.assertEqual(600, self.seconds(0, configured=600))

    def test_a_negative_timeout_that_is_stored_lifts_nothing(self):
        self.assertEqual(600, self.seconds(-1, configured=600))

    def test_a_source_may_limit_what_the_deployer_does_not(self):
        self.assertEqual(5, self.seconds(5, configured=0))
        self.assertEqual(0, self.seconds(0, configured=0))
        self.assertEqual(0, self.seconds(-1, configured=0))
