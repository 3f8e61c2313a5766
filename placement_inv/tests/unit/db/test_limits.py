"""Limits of connections, as the options set them."""

import unittest

from placement_inv import conf
from placement_inv.db import limits


def _options(**values):
    settings = conf.load(config_files=[])
    for name, value in values.items():
        settings.set_override(name, value, 'placement_database')
    return settings.placement_database


class TestLimits(unittest.TestCase):
    def test_the_client_waits_longer_than_the_server_works(self):
        self.assertEqual(35, limits.Limits(statement=30).answer)
        self.assertIsNone(limits.Limits().answer)

    def test_requests_wait_less_than_background_work(self):
        of_requests = limits.of_requests(_options())
        of_background = limits.of_background(_options())
        self.assertLess(of_requests.lock, of_background.lock)
        self.assertLess(of_requests.statement, of_background.statement)

    def test_half_of_the_threads_may_wait(self):
        for threads, expected in {None: 4, 1: 1, 2: 1, 8: 4, 9: 4}.items():
            count = limits.of_requests(_options(), threads).waiting_threads
            self.assertEqual(expected, count, threads)
        options = _options(max_waiting_threads=3)
        self.assertEqual(3, limits.of_requests(options, 16).waiting_threads)

    def test_threads_of_background_work_may_all_wait(self):
        self.assertEqual(0, limits.of_background(_options()).waiting_threads)
