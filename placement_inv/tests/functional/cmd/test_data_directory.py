"""One data directory, one server."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from placement_inv.cmd import data_directory
from placement_inv.cmd.failure import Failure

_HOLD = """
import pathlib, sys
from placement_inv.cmd import data_directory
with data_directory.lock(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    sys.stdin.read()
"""


class TestDataDirectory(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name) / 'deep' / 'data'
        self.addCleanup(os.umask, os.umask(0o022))

    def test_the_directory_is_created_for_one_user(self):
        data_directory.create(self.directory)
        self.assertTrue((self.directory / 'sources').is_dir())
        self.assertEqual(0o700, self.directory.stat().st_mode & 0o777)
        data_directory.create(self.directory)

    def test_files_are_created_for_one_user(self):
        data_directory.create(self.directory)
        with data_directory.lock(self.directory):
            (self.directory / 'any').touch()
        for path in self.directory.iterdir():
            self.assertEqual(0, path.stat().st_mode & 0o077, path)

    def test_an_existing_directory_is_not_changed(self):
        self.directory.mkdir(parents=True)
        file = self.directory / 'placement-inv.db'
        file.touch()
        data_directory.create(self.directory)
        for path, mode in ((self.directory, 0o755), (file, 0o644)):
            self.assertEqual(mode, path.stat().st_mode & 0o777, path)

    def test_a_directory_that_cannot_be_created(self):
        self.directory.parent.mkdir()
        self.directory.write_text('a file')
        with self.assertRaisesRegex(Failure, 'data directory .*data: ') as e:
            data_directory.create(self.directory)
        self.assertEqual(1, e.exception.status)
        self.assertNotIn('\n', str(e.exception))

    def test_the_error_of_a_second_server_names_the_first(self):
        data_directory.create(self.directory)
        holder = subprocess.Popen(
            [sys.executable, '-c', _HOLD, str(self.directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.addCleanup(holder.communicate)
        self.addCleanup(holder.kill)
        self.assertEqual(b'held\n', holder.stdout.readline())
        second = data_directory.lock(self.directory)
        with self.assertRaisesRegex(Failure, f'process {holder.pid}'):
            second.__enter__()
        # The end of the first process unlocks the directory.
        holder.kill()
        holder.wait()
        with data_directory.lock(self.directory):
            pass
        with data_directory.lock(self.directory):
            pass
