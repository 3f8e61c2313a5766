"""Configurations are handed down: none shares anything with another."""

import unittest

from placement_inv import conf


class TestRegister(unittest.TestCase):
    def test_two_configurations_share_no_value(self):
        one, other = conf.load(config_files=[]), conf.load(config_files=[])
        one.set_override('workers', 7, 'jobs')
        self.assertEqual(7, one.jobs.workers)
        self.assertEqual(2, other.jobs.workers)
        self.assertEqual(2, conf.load(config_files=[]).jobs.workers)
