"""Messages at the start of a process."""

import contextlib
import os
import types
import unittest

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv.db import migration
from placement_inv.db import schema_watch
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper
from placement_inv.tests import confined
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import newer_schema


class TestConfinement(unittest.TestCase):
    def _messages(self, *lacks, **options):
        with (
            confined.lesser_system(*lacks),
            self.assertLogs(deploy.LOG, 'WARNING') as logs,
        ):
            deploy.announce_confinement(_services(**options))
        return [record.getMessage() for record in logs.records]

    def test_a_missing_layer_is_logged_once_with_the_consequence(self):
        (message,) = self._messages(confined.NO_FILES)
        self.assertIn('Landlock', message)
        self.assertIn('no inventory source is loaded', message)
        (message,) = self._messages(confined.NO_CALLS)
        self.assertIn('seccomp', message)

    def test_a_missing_layer_that_is_not_required(self):
        (message,) = self._messages(confined.NO_FILES, require=False)
        self.assertIn('read without protection', message)
        self.assertIn('constructed inventories are not updated', message)

    def test_executable_sources_are_never_confined(self):
        (message,) = self._messages(confined.NO_FILES, executable=True)
        self.assertTrue(
            message.endswith('constructed inventories are not updated')
        )

    @confined.requires('files', 'calls')
    def test_without_root_the_names_of_files_are_visible(self):
        (message,) = self._messages(confined.NO_ROOT)
        self.assertIn('which files exist', message)

    @confined.requires('files', 'calls', 'root')
    def test_a_system_with_all_layers_logs_nothing(self):
        with self.assertNoLogs(deploy.LOG, 'WARNING'):
            deploy.announce_confinement(_services())


class TestNewerSchema(testtools.TestCase):
    """The database is migrated while the application serves."""

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database('sqlite', f'pi_{os.getpid()}_guard')
        )
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        settings.set_override('auth_strategy', 'noauth2', 'api')
        settings.set_override('sync_on_startup', True, 'placement_database')
        self.services = deploy.services(settings)
        undo.callback(self.services.database.dispose)
        self.now = 0.0
        self.services.database.schema = schema_watch.SchemaWatch(
            self.services.database, lambda: self.now
        )
        deploy.prepare(self.services)
        self.application = deploy.loadapp(settings, self.services)

    def _ask(self, path):
        request = webob.Request.blank(path)
        request.headers['X-Auth-Token'] = 'admin'
        return request.get_response(self.application)

    def _migrate(self, oldest):
        newer_schema.migrate(self.services.database.engine, oldest)
        self.now += schema_watch.SECONDS

    def test_requests_are_served_if_the_schema_allows_it(self):
        self._migrate(migration.head())
        for path in ('/resource_providers', '/api/v2/hosts/', '/readyz'):
            self.assertEqual(200, self._ask(path).status_int, path)

    def test_requests_are_503_with_the_reason_if_it_does_not(self):
        for path in ('/resource_providers', '/api/v2/hosts/'):
            self.assertEqual(200, self._ask(path).status_int, path)
        with self.assertLogs(schema_watch.LOG, 'ERROR'):
            self._migrate(newer_schema.REVISION)
            for path in ('/resource_providers', '/api/v2/hosts/', '/readyz'):
                response = self._ask(path)
                self.assertEqual(503, response.status_int, path)
                self.assertEqual('60', response.headers['Retry-After'])
                self.assertIn('only a release that knows', response.text)
        self.assertEqual(200, self._ask('/healthz').status_int)

    def test_no_job_is_claimed_if_it_does_not(self):
        own_runner = runner.Runner(self.services, {}, 'me')
        own_sweeper = sweeper.Sweeper(self.services.conf.jobs, own_runner)
        self._migrate(migration.head())
        self.assertIsNone(own_runner.claim())
        own_sweeper.sweep()
        self._migrate(newer_schema.REVISION)
        for work in (
            own_runner.claim,
            own_runner.is_any_due,
            own_sweeper.sweep,
        ):
            self.assertRaises(exceptions.SchemaAhead, work)

    def test_the_application_does_not_start_on_it(self):
        self._migrate(newer_schema.REVISION)
        self.assertRaises(
            exceptions.SchemaAhead, deploy.prepare, self.services
        )
        self._migrate(migration.head())
        deploy.prepare(self.services)


def _services(require=True, executable=False):
    options = types.SimpleNamespace(
        require_confinement=require, allow_executable=executable
    )
    return types.SimpleNamespace(
        conf=types.SimpleNamespace(inventory_sources=options)
    )
