"""Connections to servers are given up after some seconds."""

import unittest
from unittest import mock

import sqlalchemy as sa

from placement_inv.db import engines
from placement_inv.db import psycopg_connection
from placement_inv.db import pymysql_connection

_URLS = (
    'postgresql+psycopg://u:p@127.0.0.1/x',
    'mysql+pymysql://u:p@127.0.0.1/x',
)
_MODULES = {'psycopg': psycopg_connection, 'pymysql': pymysql_connection}


class _NotConnectedError(Exception):
    """Raised instead of connecting."""


class TestTimeToConnect(unittest.TestCase):
    def _options(self, url):
        """Return the options with which the driver would connect."""
        engine = sa.create_engine(url)
        engines.prepare(engine)
        module = _MODULES[engine.dialect.driver]
        with mock.patch.object(
            module, 'connect', side_effect=_NotConnectedError
        ) as connect:
            self.assertRaises(_NotConnectedError, engine.connect)
        *_others, options = connect.call_args.args
        return options

    def test_it_is_limited(self):
        for url in _URLS:
            self.assertEqual(5, self._options(url)['connect_timeout'], url)

    def test_a_limit_in_the_url_is_kept(self):
        for url in _URLS:
            options = self._options(f'{url}?connect_timeout=9')
            self.assertEqual(9, int(options['connect_timeout']), url)


class TestAboutToWrite(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.engine = sa.create_engine('sqlite://')
        self.addCleanup(self.engine.dispose)
        self.statements = []
        # oslo.db adds such a listener before ours.
        sa.event.listen(self.engine, 'begin', self._begin)
        engines.prepare(self.engine)

    def _begin(self, connection):
        driver_connection = connection.connection.driver_connection
        driver_connection.set_trace_callback(self.statements.append)
        driver_connection.execute('BEGIN')

    def test_a_transaction_inside_takes_the_write_lock(self):
        with engines.about_to_write(), self.engine.begin():
            pass
        self.assertIn('BEGIN IMMEDIATE', self.statements)

    def test_a_transaction_outside_does_not(self):
        with engines.about_to_write():
            pass
        with self.engine.begin():
            pass
        self.assertNotIn('BEGIN IMMEDIATE', self.statements)


class TestLogs(unittest.TestCase):
    def test_no_row_is_logged(self):
        engine = sa.create_engine('sqlite://')
        engines.prepare(engine)
        with (
            self.assertLogs('sqlalchemy.engine', 'DEBUG') as logs,
            engine.connect() as connection,
        ):
            connection.exec_driver_sql("SELECT 'se' || 'cret'").all()
        text = str(logs.output)
        self.assertIn('SELECT', text)
        self.assertNotIn('secret', text)
