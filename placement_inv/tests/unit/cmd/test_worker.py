"""`placement-inv worker` runs jobs until a signal stops it."""

import contextlib
import io
import pathlib
import signal
import types
from unittest import mock

import testtools

from placement_inv.cmd import worker


class TestRun(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.handlers = {}
        #: The signal that arrives as soon as jobs are run.
        self.signal = signal.SIGTERM
        self.services = mock.Mock()
        conf = types.SimpleNamespace(
            jobs=types.SimpleNamespace(stop_timeout=0.0)
        )
        #: The services with the limits of background work, by the others.
        self.background = {mock.sentinel.services: self.services}
        self.executor = mock.Mock()
        self.executor.start.side_effect = self._send_signal
        self.executor.stop.return_value = True
        for target, name, value in (
            (worker.settings, 'load', mock.Mock(return_value=conf)),
            (worker.settings, 'require', mock.Mock()),
            (worker.settings, 'start_logging', mock.Mock()),
            (worker.data_directory, 'create', mock.Mock()),
            (worker.deploy, 'services', lambda _conf: mock.sentinel.services),
            (worker.deploy, 'for_background', self.background.get),
            (worker.deploy, 'prepare', mock.Mock()),
            (worker.deploy, 'announce_confinement', mock.Mock()),
            (worker.executors, 'create', self._create_executor),
            (worker.signal, 'signal', self.handlers.__setitem__),
        ):
            self.enterContext(mock.patch.object(target, name, value))

    def _create_executor(self, services):
        self.assertIs(self.services, services)
        return self.executor

    def _send_signal(self):
        # The database is ready before the first job is run.
        worker.deploy.prepare.assert_called_with(self.services)
        self.handlers[self.signal](self.signal, None)

    def _run(self):
        options = types.SimpleNamespace(data_dir=pathlib.Path('/nowhere'))
        with contextlib.redirect_stdout(io.StringIO()) as stdout:
            code = worker.run(options)
        return code, stdout.getvalue()

    def test_either_signal_stops_it(self):
        for self.signal in (signal.SIGTERM, signal.SIGINT):
            self.assertEqual((0, 'Working\n'), self._run())
        self.assertEqual(2, self.executor.stop.call_count)

    def test_connections_are_closed_at_the_end(self):
        self._run()
        self.services.database.dispose.assert_called_once_with()

    def test_jobs_are_stopped_as_the_options_say(self):
        with mock.patch.object(worker.stopping, 'stop_jobs') as stop_jobs:
            self._run()
        stop_jobs.assert_called_once_with(
            self.executor, worker.settings.load.return_value
        )
