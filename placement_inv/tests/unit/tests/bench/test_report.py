import types
import unittest

from placement_inv.tests.bench import plan
from placement_inv.tests.bench import report
from placement_inv.tests.bench import timing


def _sample(milliseconds, **more):
    return timing.Sample(
        milliseconds=[milliseconds] * 3,
        seconds=3 * milliseconds / 1000,
        good=3,
        **more,
    )


def _result(ours, peer=None, before=None, **limits):
    row = plan.Row('row', make_request=None, **limits)
    samples = {report.OURS: ours}
    if peer is not None:
        samples[report.PEER] = peer
    if before is not None:
        samples[report.BEFORE] = before
    counter = types.SimpleNamespace(statements=['SELECT 1'] * 3, begins=1)
    return report.Result('phase', row, samples, counter)


class TestMisses(unittest.TestCase):
    def test_are_none_without_targets(self):
        result = _result(_sample(100), _sample(1))
        self.assertEqual([], result.misses)

    def test_name_each_exceeded_limit(self):
        result = _result(
            _sample(100, growth=60, conflicts=1),
            _sample(500),
            times=6,
            statements=2,
            milliseconds=99,
            megabytes=50,
            never_conflicts=True,
        )
        self.assertEqual(
            [
                '3 > 2 statements',
                '100 > 99 ms',
                '60 > 50 MB',
                '1 > 0 conflicts',
                '5.0x < 6x',
            ],
            result.misses,
        )

    def test_are_none_within_all_limits(self):
        result = _result(
            _sample(100),
            _sample(600),
            times=6,
            statements=3,
            milliseconds=100,
            megabytes=50,
            never_conflicts=True,
        )
        self.assertEqual([], result.misses)

    def test_a_peer_without_a_response_is_not_compared(self):
        result = _result(_sample(100), timing.Sample(has_failed=True), times=6)
        self.assertIsNone(result.times)
        self.assertEqual([], result.misses)

    def test_no_response_of_this_service_misses_every_target(self):
        result = _result(timing.Sample(has_failed=True), _sample(1), times=6)
        self.assertEqual(['no response'], result.misses)


class TestTimes(unittest.TestCase):
    def test_compare_medians(self):
        self.assertEqual(4, _result(_sample(50), _sample(200)).times)

    def test_compare_rates_if_the_row_says_so(self):
        peer = _sample(50)
        peer.good = 1  # the others had to be repeated
        result = _result(_sample(50), peer, by_rate=True)
        self.assertAlmostEqual(3, result.times)


class TestChange(unittest.TestCase):
    def _compare(self, ours, before):
        return _result(
            _sample(1, rounds=ours), before=_sample(1, rounds=before)
        )

    def test_is_the_median_of_the_ratios_of_rounds(self):
        result = self._compare([2, 3, 9], [2, 2, 3])
        self.assertEqual(1.5, result.change)

    def test_a_row_that_is_slower_in_every_round_misses_its_target(self):
        result = self._compare([11, 12, 33], [10, 10, 10])
        self.assertTrue(result.is_slower)
        self.assertEqual(['1.20 times the earlier cost'], result.misses)

    def test_one_round_that_is_not_slower_makes_it_noise(self):
        result = self._compare([90, 90, 10], [10, 10, 10])
        self.assertFalse(result.is_slower)
        self.assertEqual([], result.misses)

    def test_there_is_none_without_an_earlier_commit(self):
        result = _result(_sample(1, rounds=[1]))
        self.assertIsNone(result.change)
        self.assertFalse(result.is_slower)
