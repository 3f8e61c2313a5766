"""The limits of [placement_database] that are refused at the start."""

import unittest

from placement_inv import conf


class TestOptions(unittest.TestCase):
    def _load(self, *values):
        settings = conf.load(config_files=[])
        for name, value in values:
            settings.set_override(name, value, 'placement_database')
        return conf.opts.find_problems(settings)

    def test_the_defaults_agree(self):
        self.assertEqual([], self._load())

    def test_a_lock_is_waited_for_within_a_statement(self):
        for name, longer in (
            ('lock_timeout', 'statement_timeout'),
            ('background_lock_timeout', 'background_statement_timeout'),
        ):
            (problem,) = self._load((name, 17), (longer, 17))
            self.assertIn(f'{name} = 17 is', problem)
            self.assertEqual([], self._load((name, 17), (longer, 18)))
            self.assertEqual([], self._load((name, 17), (longer, 0)))

    def test_a_filter_is_limited_by_its_own_limit(self):
        settings = conf.load(config_files=[])
        settings.set_override('statement_timeout', 20, 'placement_database')
        settings.set_override('filter_timeout', 20, 'host_inventory')
        self.assertEqual([], conf.opts.find_problems(settings))
        settings.set_override('filter_timeout', 21, 'host_inventory')
        (problem,) = conf.opts.find_problems(settings)
        self.assertIn('filter_timeout = 21 is above', problem)

    def test_values_that_make_no_sense_are_refused(self):
        for name, value in (
            ('lock_timeout', 0),
            ('lock_timeout', -1),
            ('statement_timeout', -1),
            ('background_lock_timeout', 0),
            ('background_statement_timeout', 86401),
            ('idle_transaction_timeout', -1),
            ('max_waiting_threads', 0),
        ):
            with self.assertRaises(ValueError, msg=name):
                self._load((name, value))
