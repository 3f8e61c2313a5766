"""Who hears the bell."""

import unittest

from placement_inv.jobs import dispatch


class TestBell(unittest.TestCase):
    def setUp(self):
        self.heard = []
        self.bell = dispatch.JobNotifier()

    def test_a_ring_without_listener_is_lost_quietly(self):
        self.bell.notify(1)
        self.bell.listen(self.heard.append)
        self.assertEqual([], self.heard)

    def test_the_listener_hears_the_job_until_it_leaves(self):
        self.bell.listen(self.heard.append)
        self.bell.notify(7)
        self.bell.listen(None)
        self.bell.notify(8)
        self.assertEqual([7], self.heard)

    def test_a_failing_listener_does_not_fail_the_caller(self):
        def fail(job_id):
            self.heard.append(job_id)
            raise OSError('no broker')

        self.bell.listen(fail)
        with self.assertLogs(dispatch.LOG, 'ERROR'):
            self.bell.notify(7)
        self.assertEqual([7], self.heard)
