"""Templates are evaluated in a confined program."""

import json
import os
import socket
import threading

import fixtures
import testtools

from placement_inv.objects.host_inventory.importing import child
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import inputs
from placement_inv.objects.host_inventory.importing import sizes
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.tests import confined

_SETTINGS = {
    'plugin': 'ansible.builtin.constructed',
    'compose': {
        'sum': '1 + 1',
        'fact': 'os',
        'program': "lookup('pipe', 'echo out')",
        'file': "lookup('file', '{place}')",
        'daemon': "lookup('url', 'http://x/', unix_socket='{socket}')",
        'web': "lookup('url', 'http://127.0.0.1:{port}/')",
    },
    'groups': {'first': "inventory_hostname == 'h1'"},
}
_ANSWER = b'HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\nreached'


def _write(path, document):
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(document, file)


class _Daemon:
    """Answers HTTP on a socket, and counts connections."""

    def __init__(self, test, listener):
        self.callers = 0
        self._listener = listener
        test.addCleanup(listener.close)
        listener.listen()
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self):
        while True:
            try:
                caller = self._listener.accept()[0]
            except OSError:
                return
            self.callers += 1
            with caller:
                caller.recv(4096)
                caller.sendall(_ANSWER)


class TestTemplates(testtools.TestCase):
    def setUp(self):
        super().setUp()
        outside = self.useFixture(fixtures.TempDir()).path
        self.secret = os.path.join(outside, 'secret')
        _write(self.secret, 'secret')
        self.port = 0

    def _files(self, directory, settings):
        inventory = os.path.join(directory, 'inventory.input')
        _write(inventory, {'_meta': {'hostvars': {'h1': {}}}})
        os.mkdir(os.path.join(directory, 'facts'))
        _write(inputs.build_facts_path(directory, 'h1'), {'os': 'Debian'})
        config = os.path.join(directory, 'constructed.config')
        # In the private directory, to which rules for files give access.
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(os.path.join(directory, 'socket'))
        self.local = _Daemon(self, listener)
        text = (
            json.dumps(settings)
            .replace('{place}', self.secret)
            .replace('{socket}', os.path.join(directory, 'socket'))
            .replace('{port}', str(self.port))
        )
        _write(config, json.loads(text))
        return (inventory, config)

    def _run(self, settings, limits=None):
        return command.run(
            command.Request(
                '',
                (),
                write=lambda directory: self._files(directory, settings),
                verbosity=0,
            ),
            limits,
        )

    def _variables(self, settings):
        result = self._run(settings)
        self.assertTrue(result.has_succeeded, result.output)
        document = json.loads(result.document)
        self.assertEqual(['h1'], document['first']['hosts'])
        return document['_meta']['hostvars']['h1']

    @confined.requires('files', 'calls')
    def test_templates_reach_no_programs_files_or_daemons(self):
        listener = socket.create_server(('127.0.0.1', 0))
        self.port = listener.getsockname()[1]
        web = _Daemon(self, listener)
        for changes in ((), (confined.NO_ROOT, confined.FIRST_LANDLOCK)):
            with confined.lesser_system(*changes):
                variables = self._variables(_SETTINGS)
            self.assertEqual(2, variables.pop('sum'))
            self.assertIn('Debian', json.dumps(variables.pop('fact')))
            self.assertEqual({}, variables)
            self.assertEqual(0, self.local.callers)
        self.assertEqual(0, web.callers)

    @confined.requires('files', 'calls')
    def test_integers_are_exact(self):
        result = self._run({**_SETTINGS, 'compose': {'large': '2 ** 64 + 1'}})
        read = document.parse(result.document or b'{}')
        self.assertEqual(
            {'large': 2**64 + 1}, read.hosts['h1'].variables, result.output
        )

    @confined.requires('files', 'calls', 'root')
    def test_templates_cannot_tell_which_files_exist(self):
        variables = self._variables(
            {
                **_SETTINGS,
                'compose': {
                    'tested': "'{place}' is exists",
                    'password_file': "'/etc/passwd' is file",
                    'library': "'/usr/lib' is directory",
                    'files': "query('fileglob', '/etc/*')",
                },
            }
        )
        self.assertEqual(
            {
                'tested': False,
                'password_file': False,
                'library': True,
                'files': [],
            },
            variables,
        )

    @confined.requires('files', 'calls')
    def test_directories_that_templates_create_are_removed(self):
        parent = self.useFixture(fixtures.TempDir()).path
        self.useFixture(fixtures.MonkeyPatch('tempfile.tempdir', parent))
        # The lookup creates directories before it fails. It takes steps,
        # because it recurses itself. In the end the directories are nested
        # deeper than Python can recurse.
        lookup = (
            "lookup('password', lookup('env', 'TMPDIR') + '/d' * %d + '/f')"
        )
        self._variables(
            {
                **_SETTINGS,
                'compose': {
                    'sum': '1 + 1',
                    **{f'step{n}': lookup % (n * 400) for n in range(1, 5)},
                },
            }
        )
        self.assertEqual([], os.listdir(parent))

    @confined.requires('files', 'calls')
    def test_a_slow_template_is_stopped(self):
        # Billions of pairs, one after another.
        slow = (
            'range(90000) | product(range(90000))'
            " | select('equalto', 1) | first"
        )
        result = self._run(
            {**_SETTINGS, 'compose': {'slow': slow}},
            child.Limits(seconds=120, cpu_seconds=4),
        )
        self.assertFalse(result.has_succeeded)
        self.assertIn('processor time', result.explanation)

    @confined.requires('files', 'calls')
    def test_a_large_result_of_a_short_template_is_refused(self):
        for template in ("'a' * 3000000", '[[]] * 300000'):
            result = self._run({**_SETTINGS, 'compose': {'big': template}})
            self.assertTrue(result.has_succeeded, result.output)
            error = self.assertRaises(
                import_errors.DocumentRefused,
                document.parse,
                result.document,
                limits=sizes.Sizes(variable=500_000, owner=1_000_000),
            )
            self.assertIn("variable 'big' of the host 'h1'", str(error))

    def test_templates_are_not_evaluated_without_confinement(self):
        for lack in (confined.NO_FILES, confined.NO_CALLS):
            with confined.lesser_system(lack):
                result = self._run(_SETTINGS)
            self.assertFalse(result.has_succeeded)
            self.assertIn('cannot confine programs', result.output)
