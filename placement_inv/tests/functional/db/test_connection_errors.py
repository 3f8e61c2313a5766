"""Responses while there is no connection to the database, or no lock."""

import contextlib
import os
import socket
import time
from unittest import mock

import sqlalchemy as sa
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv.db import transactions
from placement_inv.tests.fixtures import database

_ADMIN = {
    'X-Auth-Token': 'admin',
    'OpenStack-API-Version': 'placement latest',
}


def _settings(url, **options):
    settings = conf.load(config_files=[])
    settings.set_override('auth_strategy', 'noauth2', 'api')
    options = {'connection': url, 'sync_on_startup': True, **options}
    for name, value in options.items():
        settings.set_override(name, value, 'placement_database')
    return settings


class OutageTest(testtools.TestCase):
    def ask(self, application, path, method='GET'):
        """Return the response; it must come without a sleep for a retry."""
        request = webob.Request.blank(path, method=method, headers=_ADMIN)
        with mock.patch.object(time, 'sleep') as sleep:
            answer = request.get_response(application)
        sleep.assert_not_called()
        return answer

    def assert_both_refuse(self, application, sentence, seconds):
        placement = self.ask(application, '/traits')
        self.assertEqual(503, placement.status_code)
        self.assertEqual(seconds, placement.headers['Retry-After'])
        (error,) = placement.json['errors']
        self.assertEqual(503, error['status'])
        self.assertIn(sentence, error['detail'])
        hosts = self.ask(application, '/api/v2/inventories/')
        self.assertEqual(503, hosts.status_code)
        self.assertEqual(seconds, hosts.headers['Retry-After'])
        self.assertEqual({'detail': sentence}, hosts.json)


class TestExhaustedPool(OutageTest):
    def _check(self, backend):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database(backend, f'pi_{os.getpid()}_busy')
            )
            settings = _settings(
                url, max_pool_size=1, max_overflow=0, pool_timeout=1
            )
            services = deploy.services(settings)
            undo.callback(services.database.dispose)
            deploy.prepare(services)
            application = deploy.loadapp(settings, services)
            self.assertEqual(1, services.database.max_connections)
            with services.database.engine.connect():
                self.assert_both_refuse(
                    application, 'The service is too busy to answer now.', '1'
                )
            answer = self.ask(application, '/traits')
            self.assertEqual(200, answer.status_code)

    def test_is_a_fast_503_in_the_shape_of_each_family_on_postgresql(self):
        self._check('postgresql')

    def test_is_a_fast_503_in_the_shape_of_each_family_on_mariadb(self):
        self._check('mariadb')


class TestUnreachableDatabase(OutageTest):
    def _check(self, url):
        with socket.create_server(('127.0.0.1', 0)) as server:
            port = server.getsockname()[1]
        settings = _settings(url.format(port=port))
        application = deploy.loadapp(settings)
        self.assert_both_refuse(
            application, 'The service cannot reach its database now.', '5'
        )
        self.assertEqual(503, self.ask(application, '/readyz').status_code)
        self.assertEqual(200, self.ask(application, '/healthz').status_code)

    def test_is_a_fast_503_on_postgresql(self):
        self._check('postgresql+psycopg://u:p@127.0.0.1:{port}/x')

    def test_is_a_fast_503_on_mariadb(self):
        self._check('mysql+pymysql://u:p@127.0.0.1:{port}/x')

    def test_start_fails_after_the_configured_retries(self):
        url = 'postgresql+psycopg://u:p@127.0.0.1:1/x'
        settings = _settings(url, max_retries=2, retry_interval=0)
        with self.assertLogs('placement_inv.db') as logs:
            self.assertRaises(
                exceptions.DatabaseUnreachable,
                deploy.prepare,
                deploy.services(settings),
            )
        attempts = [line for line in logs.output if 'cannot be reach' in line]
        self.assertEqual(3, len(attempts), logs.output)
        self.assertNotIn('u:p@', ''.join(logs.output))

    def test_server_that_allows_no_more_connections_is_one(self):
        with contextlib.ExitStack() as undo:
            name = f'pi_{os.getpid()}_full'
            url = undo.enter_context(
                database.empty_database('postgresql', name)
            )
            owner = sa.create_engine(url, isolation_level='AUTOCOMMIT')
            undo.callback(owner.dispose)
            with owner.connect() as connection:
                connection.exec_driver_sql(
                    f"CREATE ROLE {name} LOGIN PASSWORD 'p' CONNECTION LIMIT 1"
                )
                undo.callback(self._drop_role, owner, name)
            limited_url = sa.make_url(url).set(username=name, password='p')
            settings = _settings(limited_url.render_as_string(False))
            guest = transactions.Database(settings.placement_database)
            undo.callback(guest.dispose)
            with guest.engine.connect():
                self.assertRaises(exceptions.DatabaseUnreachable, guest.ping)
            guest.ping()

    def _drop_role(self, owner, name):
        with owner.connect() as connection:
            connection.exec_driver_sql(f'DROP ROLE {name}')


class TestLostConnection(OutageTest):
    def test_is_replaced_before_a_request_notices(self):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database('postgresql', f'pi_{os.getpid()}_lost')
            )
            settings = _settings(url)
            services = deploy.services(settings)
            undo.callback(services.database.dispose)
            deploy.prepare(services)
            application = deploy.loadapp(settings, services)
            self.assertEqual(200, self.ask(application, '/traits').status_code)
            admin = sa.create_engine(url, isolation_level='AUTOCOMMIT')
            undo.callback(admin.dispose)
            with admin.connect() as connection:
                connections = connection.exec_driver_sql(
                    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity '
                    'WHERE datname = current_database() '
                    'AND pid <> pg_backend_pid()'
                ).all()
            self.assertNotEqual([], connections)
            self.assertEqual(200, self.ask(application, '/traits').status_code)


class TestLockedRow(OutageTest):
    """Another transaction holds a lock that a request needs."""

    def _check(self, backend, begin):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database(backend, f'pi_{os.getpid()}_locked')
            )
            services = deploy.services(_settings(url, lock_timeout=1))
            undo.callback(services.database.dispose)
            deploy.prepare(services)
            application = deploy.loadapp(services.conf, services)
            path = '/traits/CUSTOM_SLOW'
            self.assertEqual(
                201, self.ask(application, path, 'PUT').status_code
            )
            other = sa.create_engine(url)
            undo.callback(other.dispose)
            with other.connect() as connection:
                connection.exec_driver_sql(begin)
                answer = self.ask(application, path, 'DELETE')
                self.assertEqual(503, answer.status_code)
                self.assertEqual('1', answer.headers['Retry-After'])
                read = self.ask(application, path)
                self.assertEqual(204, read.status_code)
            answer = self.ask(application, path, 'DELETE')
            self.assertEqual(204, answer.status_code)

    def test_is_a_503_after_the_timeout_on_postgresql(self):
        self._check('postgresql', _LOCK)

    def test_is_a_503_after_the_timeout_on_mariadb(self):
        self._check('mariadb', _LOCK)

    def test_is_a_503_after_the_timeout_on_sqlite(self):
        self._check('sqlite', 'BEGIN IMMEDIATE')


_LOCK = "SELECT * FROM traits WHERE name = 'CUSTOM_SLOW' FOR UPDATE"


class TestDatabaseThatAcceptsNoWrites(OutageTest):
    def _check(self, backend, forbid, allow):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database(backend, f'pi_{os.getpid()}_full')
            )
            services = deploy.services(_settings(url))
            undo.callback(services.database.dispose)
            deploy.prepare(services)
            application = deploy.loadapp(services.conf, services)
            self._execute(services.database, forbid)
            path = '/traits/CUSTOM_LAST'
            with self.assertLogs('placement_inv.db', 'ERROR') as logs:
                answer = self.ask(application, path, 'PUT')
            self.assertIn('The database takes no writes', logs.output[0])
            self.assertNotIn('CUSTOM_LAST', logs.output[0])
            self.assertEqual(503, answer.status_code)
            self.assertEqual('5', answer.headers['Retry-After'])
            self.assertEqual(404, self.ask(application, path).status_code)
            self._execute(services.database, allow)
            answer = self.ask(application, path, 'PUT')
            self.assertEqual(201, answer.status_code)

    def _execute(self, database_, statement):
        """Execute a statement; later connections have its settings."""
        with database_.engine.connect() as connection:
            connection.exec_driver_sql(
                statement.format(name=database_.engine.url.database)
            )
            connection.commit()
        if database_.engine.dialect.name != 'sqlite':
            database_.dispose()

    def test_is_a_503_while_it_is_read_only_on_postgresql(self):
        alter = 'ALTER DATABASE {name} SET default_transaction_read_only = '
        self._check(
            'postgresql',
            alter + 'on',
            f'SET TRANSACTION READ WRITE; {alter}off',
        )

    def test_is_a_503_while_the_file_cannot_be_written(self):
        self._check('sqlite', 'PRAGMA query_only = 1', 'PRAGMA query_only = 0')
