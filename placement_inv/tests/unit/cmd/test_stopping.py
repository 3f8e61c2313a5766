"""A process that ends lets its jobs finish, or puts them back."""

import signal
import types
from unittest import mock

import testtools

from placement_inv.cmd import stopping

_CONF = types.SimpleNamespace(jobs=types.SimpleNamespace(stop_timeout=7.0))


class TestStopJobs(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.handlers = {}
        self.enterContext(
            mock.patch.object(
                signal, 'signal', side_effect=self.handlers.__setitem__
            )
        )
        self.executor = mock.Mock()
        self.executor.stop.return_value = True

    def test_jobs_have_the_time_of_the_option(self):
        with self.assertNoLogs(stopping.LOG.logger, 'WARNING'):
            stopping.stop_jobs(self.executor, _CONF)
        self.executor.stop.assert_called_once_with(7.0, hurry=mock.ANY)

    def test_another_signal_ends_the_wait(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            stopping.stop_jobs(self.executor, _CONF)
            hurry = self.executor.stop.call_args.kwargs['hurry']
            self.assertFalse(hurry.is_set())
            self.handlers[number](number, None)
            self.assertTrue(hurry.is_set())

    def test_a_job_that_is_put_back_is_logged(self):
        self.executor.stop.return_value = False
        with self.assertLogs(stopping.LOG.logger, 'WARNING') as logs:
            stopping.stop_jobs(self.executor, _CONF)
        self.assertIn('will start again', logs.output[0])
