"""The wrapper around a test run, with simulated servers."""

import contextlib
import io
import os
import signal
import sys
from unittest import mock

import testtools

from placement_inv.tests import servers
from placement_inv.tests.servers import __main__ as wrapper


class _Installed:
    url = 'mysql+pymysql://somewhere'
    stop_count = 0

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        type(self).stop_count += 1


class _Missing(_Installed):
    def __enter__(self):
        raise servers.NotInstalled('Nothing is installed')


class TestWrapper(testtools.TestCase):
    def setUp(self):
        super().setUp()
        # The handlers of signals belong to the process that runs the tests.
        self._patch(mock.patch.object(signal, 'signal'))
        self._patch(mock.patch.object(_Installed, 'stop_count', 0))
        self.environ = {'PATH': os.environ['PATH']}
        self._patch(mock.patch.dict(os.environ, self.environ, clear=True))
        self.stderr = self._patch(contextlib.redirect_stderr(io.StringIO()))

    def _patch(self, patch):
        value = patch.__enter__()
        self.addCleanup(patch.__exit__, None, None, None)
        return value

    def _main(self, server, python, *options):
        server_classes = {'postgresql': _Installed, 'mariadb': server}
        with mock.patch.dict(wrapper.SERVERS, server_classes, clear=True):
            return wrapper.main([*options, '--', sys.executable, '-c', python])

    def test_the_exit_code_is_the_commands_and_servers_are_stopped(self):
        self.assertEqual(7, self._main(_Installed, 'raise SystemExit(7)'))
        self.assertEqual(2, _Installed.stop_count)

    def test_a_command_ended_by_a_signal_exits_as_in_a_shell(self):
        code = self._main(_Installed, 'import os; os.kill(os.getpid(), 9)')
        self.assertEqual(128 + 9, code)

    def test_the_command_gets_the_urls_of_servers(self):
        python = (
            'import os; raise SystemExit('
            'os.environ["PLACEMENT_INV_TEST_MARIADB_URL"] != '
            f'{_Installed.url!r})'
        )
        self.assertEqual(0, self._main(_Installed, python))

    def test_a_missing_server_is_reported_and_the_command_runs(self):
        python = (
            'import os; raise SystemExit('
            'os.environ["PLACEMENT_INV_TEST_MARIADB_MISSING"] != '
            '"Nothing is installed" or '
            '"PLACEMENT_INV_TEST_MARIADB_URL" in os.environ)'
        )
        self.assertEqual(0, self._main(_Missing, python))
        self.assertEqual(
            'Nothing is installed; its tests are skipped\n',
            self.stderr.getvalue(),
        )

    def test_a_missing_server_fails_in_ci_before_the_command_runs(self):
        os.environ['CI'] = 'true'
        self.assertEqual(1, self._main(_Missing, 'raise SystemExit(7)'))
        self.assertEqual(1, _Installed.stop_count)
        self.assertIn('an error because CI is set', self.stderr.getvalue())

    def test_only_named_servers_start(self):
        code = self._main(
            _Missing, 'raise SystemExit(7)', '--only', 'postgresql'
        )
        self.assertEqual(7, code)
        self.assertEqual(1, _Installed.stop_count)

    def test_sqlite_needs_no_server(self):
        self._main(_Installed, 'pass', '--only', 'sqlite')
        self.assertEqual(0, _Installed.stop_count)

    def test_an_unknown_server_is_a_usage_error(self):
        error = self.assertRaises(
            SystemExit, self._main, _Installed, 'pass', '--only', 'oracle'
        )
        self.assertEqual(2, error.code)
        self.assertIn("unknown server 'oracle'", self.stderr.getvalue())

    def test_a_server_in_the_environment_is_used_and_not_started(self):
        os.environ['PLACEMENT_INV_TEST_MARIADB_URL'] = 'mysql://mine'
        python = (
            'import os; raise SystemExit('
            'os.environ["PLACEMENT_INV_TEST_MARIADB_URL"] != "mysql://mine")'
        )
        self.assertEqual(0, self._main(_Missing, python))
