"""Which worker processes are dead, alive or unknown."""

import os
import subprocess
import sys
import unittest

from placement_inv.jobs import identity


class TestIdentity(unittest.TestCase):
    def setUp(self):
        self.mine = identity.of_this_process()
        self.host, pid, self.start = self.mine.rsplit(':', 2)
        self.assertEqual(str(os.getpid()), pid)

    def test_this_process_is_alive(self):
        self.assertFalse(identity.is_dead(self.mine))

    def test_a_process_that_ended_is_dead(self):
        child = subprocess.Popen(
            [
                sys.executable,
                '-c',
                'from placement_inv.jobs import identity; '
                'print(identity.of_this_process())',
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        worker = child.communicate()[0].strip()
        self.assertTrue(worker.startswith(f'{self.host}:{child.pid}:'))
        self.assertTrue(identity.is_dead(worker))

    def test_a_reused_process_id_is_another_process(self):
        earlier = f'{self.host}:{os.getpid()}:1'
        self.assertTrue(identity.is_dead(earlier))

    def test_a_process_of_another_host_is_not_dead(self):
        self.assertFalse(identity.is_dead('elsewhere.example:1:1'))
