"""What WSGI servers get when they import the application."""

import gc
import importlib
import signal
import sys
import types
from unittest import mock

from oslo_log import log
import testtools

from placement_inv import conf
from placement_inv import deploy
from placement_inv import graceful_shutdown
from placement_inv import startup_checks
from placement_inv.web import request

_MODULE = 'placement_inv.wsgi'


class WSGITest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.environs = []
        for target, name in (
            (conf, 'load'),
            (log, 'setup'),
            (startup_checks, 'require'),
            (deploy, 'services'),
            (deploy, 'prepare'),
            (deploy, 'announce_confinement'),
            (deploy, 'end_keys_of_former_users'),
            (gc, 'freeze'),
        ):
            self.enterContext(mock.patch.object(target, name, autospec=True))
        self.enterContext(
            mock.patch.object(
                deploy, 'loadapp', lambda _conf, _services: self._application
            )
        )

    def _application(self, environ, _start_response):
        self.environs.append(environ)
        return [b'answer']

    def load(self, **servers):
        """Return the application below servers with these modules."""
        modules = {'uwsgi': None, 'mod_wsgi': None} | servers
        with mock.patch.dict(sys.modules, modules):
            sys.modules.pop(_MODULE, None)
            return importlib.import_module(_MODULE).application

    def assert_numbers(self, processes, threads):
        deploy.services.assert_called_once_with(mock.ANY, threads)
        deploy.prepare.assert_called_once_with(mock.ANY, processes)


class TestServers(WSGITest):
    def test_an_unknown_server_has_no_numbers(self):
        self.assertEqual(self._application, self.load())
        self.assert_numbers(None, None)

    def test_mod_wsgi_has_its_processes_and_threads(self):
        self.load(
            mod_wsgi=types.SimpleNamespace(
                maximum_processes=4, threads_per_process=5
            )
        )
        self.assert_numbers(4, 5)

    def test_an_old_mod_wsgi_has_no_numbers(self):
        self.load(mod_wsgi=types.SimpleNamespace())
        self.assert_numbers(None, None)

    def test_objects_of_the_start_are_not_collected(self):
        self.load()
        gc.freeze.assert_called_once_with()


class TestUWSGI(WSGITest):
    def _load(self, **options):
        self.uwsgi = types.SimpleNamespace(
            opt=options,
            numproc=3,
            sockets=[3, 4],
            masterpid=lambda: 1,
            connection_fd=lambda: 9,
        )
        return self.load(uwsgi=self.uwsgi)

    def test_it_tells_its_processes_and_threads(self):
        self._load(threads=b'5')
        self.assert_numbers(3, 5)

    def test_requests_can_find_out_whether_their_client_has_left(self):
        application = self._load()
        self.assertEqual([b'answer'], application({}, None))
        self.assertIn(request.CLIENT_HAS_LEFT_KEY, self.environs[0])

    def test_a_shutdown_drains_the_sockets_and_a_reload_does_not(self):
        self._load(**{'http-socket': b':8778'})
        with (
            mock.patch.object(graceful_shutdown, 'drain') as drain,
            mock.patch.object(
                graceful_shutdown, 'is_handling_signal', return_value=False
            ) as is_handling_signal,
        ):
            self.uwsgi.atexit()
            drain.assert_not_called()
            is_handling_signal.assert_called_once_with(signal.SIGTERM, 1)
            is_handling_signal.return_value = True
            self.uwsgi.atexit()
            drain.assert_called_once_with([3, 4])

    def test_sockets_of_another_process_are_not_drained(self):
        self._load(master=True)
        self.assertFalse(hasattr(self.uwsgi, 'atexit'))
