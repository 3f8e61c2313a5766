"""Servers of a test run are stopped at its end, also after a signal."""

import os
import signal
import subprocess
import sys
import tempfile

import sqlalchemy as sa
from sqlalchemy import exc
import testtools

from placement_inv.tests import servers
from placement_inv.tests.servers import variables

_COMMAND = (
    'import os, sys, time; '
    'print(os.environ["PLACEMENT_INV_TEST_{}_URL"], flush=True); '
    '{}'
)


class _Lifecycle:
    server: type[servers.Server]

    def setUp(self):
        super().setUp()
        try:
            self.server().require_programs()
        except servers.NotInstalled as missing:
            if variables.in_ci():
                raise
            self.skipTest(str(missing))
        directory = tempfile.TemporaryDirectory(dir='/tmp')
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        # The server's account must be able to enter the directory.
        os.chmod(self.directory, 0o711)

    def _start_wrapper(self, python):
        """Start the wrapper; wait until its command prints the URL."""
        name = self.server.name
        environment = dict(os.environ, TMPDIR=self.directory)
        environment.pop(variables.url(name), None)
        wrapper = [sys.executable, '-m', 'placement_inv.tests.servers']
        command = [sys.executable, '-c', _COMMAND.format(name.upper(), python)]
        process = subprocess.Popen(
            [*wrapper, '--only', name, '--', *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        return process, process.stdout.readline().strip()

    def _connect(self, url):
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return connection.exec_driver_sql('SELECT 7').scalar_one()

    def _assert_stopped(self, url):
        self.assertRaises(exc.OperationalError, self._connect, url)
        self.assertEqual([], os.listdir(self.directory))

    def test_it_stops_after_the_command(self):
        process, url = self._start_wrapper('sys.stdin.close()')
        process.wait(60)
        self.assertEqual(0, process.returncode)
        self._assert_stopped(url)

    def test_it_stops_after_a_signal(self):
        process, url = self._start_wrapper('time.sleep(60)')
        self.assertEqual(7, self._connect(url))
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        self.assertEqual(128 + signal.SIGTERM, process.returncode)
        self._assert_stopped(url)


class TestPostgreSQL(_Lifecycle, testtools.TestCase):
    server = servers.PostgreSQL


class TestMariaDB(_Lifecycle, testtools.TestCase):
    server = servers.MariaDB
