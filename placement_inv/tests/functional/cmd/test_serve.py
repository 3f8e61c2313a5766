"""`placement-inv serve` and `worker` as processes."""

import argparse
import contextlib
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
from unittest import mock
from urllib import parse

import webob

from placement_inv import deploy
from placement_inv.cmd import data_directory
from placement_inv.cmd import settings
from placement_inv.tests import confined
from placement_inv.tests.fixtures import command

_UUID = '00000000-0000-4000-8000-00000000abcd'


class _ServeTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='pi-serve-')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def _serve(self, *more):
        service = command.Service(self.directory, *more)
        self.addCleanup(service.close)
        return service


class TestServe(_ServeTest):
    def test_it_answers_for_both_families_and_logs_it(self):
        service = self._serve()
        status, document = service.call('GET', '/')
        self.assertEqual(200, status)
        self.assertEqual('v1.0', document['versions'][0]['id'])
        self.assertEqual(200, service.call('GET', '/api/v2/ping/')[0])
        self.assertTrue(service.call('GET', '/traits')[1]['traits'])
        service.wait_for(r'"GET /api/v2/ping/" status: 200')

    def test_either_signal_ends_it_cleanly(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            service = self._serve()
            self.assertEqual(200, service.call('GET', '/')[0])
            self.assertEqual(0, service.stop(number), service.output)
            self.assertNotIn('Traceback', service.output)

    def test_acknowledged_writes_survive_a_kill(self):
        service = self._serve()
        body = {'name': 'one', 'uuid': _UUID}
        self.assertEqual(
            201, service.call('POST', '/resource_providers', body)[0]
        )
        service.stop(signal.SIGKILL)
        status, document = self._serve().call(
            'GET', f'/resource_providers/{_UUID}'
        )
        self.assertEqual((200, 'one'), (status, document['name']))

    def test_a_second_server_of_a_directory_or_port_is_refused(self):
        first = self._serve()
        self.assertEqual(200, first.call('GET', '/')[0])
        code, _out, error = command.run(
            *('serve', '--port', '0', '--data-dir', str(self.directory))
        )
        self.assertEqual(1, code)
        self.assertEqual(1, error.count('\n'), error)
        self.assertIn(f'process {first.process.pid}', error)
        port = first.url.rpartition(':')[2]
        with tempfile.TemporaryDirectory() as directory:
            code, _out, error = command.run(
                *('serve', '--port', port, '--data-dir', directory)
            )
        self.assertEqual(1, code)
        self.assertRegex(
            error, f'^placement-inv: cannot listen .* port {port}: '
        )
        self.assertEqual(1, error.count('\n'))

    def test_other_accounts_cannot_read_its_files(self):
        self.addCleanup(os.umask, os.umask(0))
        service = self._serve('--demo')
        service.wait_for('^The sample world is loaded')
        paths = set(self.directory.rglob('*'))
        names = {path.name for path in paths}
        self.assertIn('placement-inv.db-wal', names)
        self.assertIn('lock', names)
        for path in paths:
            self.assertEqual(0, path.stat().st_mode & 0o077, path)

    def test_probes_are_answered(self):
        service = self._serve()
        for path in ('/healthz', '/readyz'):
            self.assertEqual(
                (200, {'status': 'ok'}), service.call('GET', path)
            )

    def test_without_credentials_only_versions_are_answered(self):
        config = self.directory / 'p.conf'
        users = self.directory / 'htpasswd'
        users.touch()
        config.write_text(
            '[api]\nauth_strategy = http_basic\n'
            f'http_basic_auth_user_file = {users}\n'
        )
        service = self._serve(
            '--config-file', str(config), '--host', '0.0.0.0'
        )
        self.assertEqual(200, service.call('GET', '/')[0])
        self.assertEqual(401, service.call('GET', '/traits')[0])


class TestWithoutLandlock(_ServeTest):
    """A kernel without Landlock, simulated by a seccomp filter."""

    def setUp(self):
        super().setUp()
        code = confined.WITHOUT_LANDLOCK + (
            'import sys\n'
            'from placement_inv.cmd import main\n'
            'sys.exit(main.main(sys.argv[1:]))\n'
        )
        patch = mock.patch.object(
            command, 'COMMAND', (sys.executable, '-c', code)
        )
        patch.start()
        self.addCleanup(patch.stop)

    _WARNING = 'WARNING.* no rules for files .*: no inventory source is loaded'

    def test_serve_logs_it(self):
        service = self._serve()
        service.wait_for(self._WARNING)
        self.assertEqual(200, service.call('GET', '/')[0])

    def test_worker_logs_it(self):
        worker = command.Process('worker', '--data-dir', str(self.directory))
        self.addCleanup(worker.close)
        worker.wait_for(self._WARNING)

    def test_the_wsgi_module_logs_it(self):
        config = self.directory / 'placement-inv.conf'
        config.write_text(
            '[api]\nauth_strategy = noauth2\n'
            '[placement_database]\nsync_on_startup = true\n'
            f'connection = sqlite:///{self.directory}/p.db\n'
        )
        process = subprocess.run(
            [
                sys.executable,
                '-c',
                confined.WITHOUT_LANDLOCK + 'import placement_inv.wsgi',
            ],
            env={**os.environ, 'OS_PLACEMENT_CONFIG_DIR': str(self.directory)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.assertEqual(0, process.returncode, process.stdout)
        self.assertRegex(process.stdout, self._WARNING)


class TestStrangers(_ServeTest):
    def _connect(self, service):
        url = parse.urlsplit(service.url)
        client = socket.create_connection((url.hostname, url.port), 60)
        self.addCleanup(client.close)
        return client

    def test_silent_connections_do_not_keep_others_out(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        service = self._serve()
        service.wait_for('listens on')
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        self.addCleanup(
            resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard)
        )
        for _ in range(1010):
            self._connect(service)
        self.assertEqual(200, service.call('GET', '/traits')[0])
        service.wait_for(r'Closed \d+ idle connections to admit others')

    def test_the_server_does_not_wait_for_a_body_without_credentials(self):
        client = self._connect(self._serve())
        client.sendall(
            b'POST /resource_providers HTTP/1.1\r\nHost: localhost\r\n'
            b'Content-Type: application/json\r\n'
            b'Content-Length: 10000000\r\n\r\n' + b' ' * 1_000_000
        )
        answer = b''
        with contextlib.suppress(TimeoutError):
            while more := client.recv(65536):
                answer += more
        self.assertTrue(answer.startswith(b'HTTP/1.1 401 '), answer)
        self.assertIn(b'credentials were not provided', answer)

    def test_a_request_names_one_host(self):
        service = self._serve()
        for lines in (b'', b'Host: localhost\r\nHost: localhost\r\n'):
            for path in (b'/resource_providers', b'/api/v2/hosts/'):
                client = self._connect(service)
                client.sendall(
                    b'GET %s HTTP/1.1\r\n%sX-Auth-Token: admin\r\n'
                    b'Connection: close\r\n\r\n' % (path, lines)
                )
                with client.makefile('rb') as answer:
                    self.assertEqual(
                        b'HTTP/1.1 400 Bad Request\r\n', answer.readline()
                    )
                    self.assertIn(b'Host header', answer.read())

    def test_a_user_is_no_stranger(self):
        config = self.directory / 'p.conf'
        config.write_text(
            '[api]\nauth_strategy = noauth2\n[serve]\nrequest_timeout = 1\n'
        )
        service = self._serve('--config-file', str(config))
        user, stranger = self._connect(service), self._connect(service)
        lines = b'GET /resource_providers HTTP/1.1\r\nHost: localhost\r\n'
        user.sendall(lines + b'X-Auth-Token: admin\r\n\r\n')
        stranger.sendall(lines + b'X-Identity-Status: Confirmed\r\n\r\n')
        # Wait until the server has closed the stranger's connection.
        while stranger.recv(65536):
            pass
        user.sendall(lines + b'X-Auth-Token: admin\r\n\r\n')
        answers = b''
        while answers.count(b'HTTP/1.1 200 ') < 2:
            more = user.recv(65536)
            self.assertTrue(more, answers)
            answers += more


class TestWorker(_ServeTest):
    def _worker(self):
        worker = command.Process('worker', '--data-dir', str(self.directory))
        self.addCleanup(worker.close)
        return worker

    def test_either_signal_ends_it_cleanly(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            worker = self._worker()
            worker.wait_for('^Working$')
            self.assertEqual(0, worker.stop(number), worker.output)
            self.assertNotIn('Traceback', worker.output)

    def test_it_runs_jobs_of_another_process(self):
        call = self._application()
        (self.directory / 'sources' / 'two.ini').write_text('host-[1:2]\n')
        path = '/api/v2'
        owner = call('POST', f'{path}/organizations/', {'name': 'all'})
        inventory = call(
            'POST',
            f'{path}/inventories/',
            {'name': 'two', 'organization': owner['id']},
        )
        source = call(
            'POST',
            f'{path}/inventory_sources/',
            {
                'name': 'two',
                'inventory': inventory['id'],
                'source': 'file',
                'source_path': 'two.ini',
            },
        )
        update = call('POST', f'{source["url"]}update/')
        worker = self._worker()
        worker.wait_for(r'Job \d+ \(.*\) ends')
        document = call('GET', f'{path}/inventory_updates/{update["id"]}/')
        self.assertEqual('successful', document['status'], document)
        self.assertEqual(2, call('GET', f'{path}/hosts/')['count'])

    def _application(self):
        """Return a function that calls an application without an executor."""
        data_directory.create(self.directory)
        options = argparse.Namespace(
            config_files=None, data_dir=self.directory
        )
        conf = settings.load(options, {})
        services = deploy.services(conf)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        application = deploy.loadapp(conf, services)

        def call(method, path, body=None):
            request = webob.Request.blank(
                path,
                method=method,
                headers={
                    'X-Auth-Token': 'admin',
                    'OpenStack-API-Version': 'host-inventory 1.4',
                },
            )
            if body is not None:
                request.json = body
                request.content_type = 'application/json'
            answer = request.get_response(application)
            self.assertLess(answer.status_int, 300, answer.text)
            return answer.json

        return call
