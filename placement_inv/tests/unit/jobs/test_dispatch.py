"""Notifications of committed jobs."""

import unittest

from placement_inv.jobs import dispatch


class TestJobNotifier(unittest.TestCase):
    def setUp(self):
        self.job_ids = []
        self.notifier = dispatch.JobNotifier()

    def test_a_notification_without_listener_is_lost(self):
        self.notifier.notify(1)
        self.notifier.listen(self.job_ids.append)
        self.assertEqual([], self.job_ids)

    def test_the_listener_is_called_until_it_is_removed(self):
        self.notifier.listen(self.job_ids.append)
        self.notifier.notify(7)
        self.notifier.listen(None)
        self.notifier.notify(8)
        self.assertEqual([7], self.job_ids)

    def test_a_failing_listener_does_not_fail_the_caller(self):
        def fail(job_id):
            self.job_ids.append(job_id)
            raise OSError('no broker')

        self.notifier.listen(fail)
        with self.assertLogs(dispatch.LOG, 'ERROR'):
            self.notifier.notify(7)
        self.assertEqual([7], self.job_ids)
