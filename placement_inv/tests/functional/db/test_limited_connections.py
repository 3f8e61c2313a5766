"""The limits that connections get when they are made."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading

from placement_inv import deploy
from placement_inv.db import limited_connections
from placement_inv.db import transactions
from placement_inv.db.limits import Limits
from placement_inv.tests.fixtures import statements
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_LIMITS = Limits(lock=7, statement=11, idle_transaction=13)
_SECONDS = 60

#: Queries for the limits; MariaDB has seconds, PostgreSQL milliseconds.
_SETTINGS = {
    'postgresql': "SELECT current_setting('lock_timeout'), "
    "current_setting('statement_timeout'), "
    "current_setting('idle_in_transaction_session_timeout')",
    'mariadb': 'SELECT @@innodb_lock_wait_timeout, @@max_statement_time, '
    '@@idle_transaction_timeout',
}
_EXPECTED = {
    'postgresql': ('7s', '11s', '13s'),
    'mariadb': (7, 11, 13),
}
_UNLIMITED = {'postgresql': ('0', '0', '0'), 'mariadb': (100_000_000, 0, 0)}


@base.on_every_database
class TestSettings(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        if self.backend == 'sqlite':
            self.skipTest('a file has no sessions')

    def _read(self, limits, url=None):
        """Return the limits of a new connection."""
        if url is not None:
            usual = self.conf.placement_database.connection
            self.addCleanup(
                self.conf.set_override,
                'connection',
                usual,
                'placement_database',
            )
            self.conf.set_override('connection', url, 'placement_database')
        self.limited = transactions.Database(
            self.conf.placement_database, limits=limits
        )
        self.addCleanup(self.limited.dispose)
        return self._settings()

    def _settings(self):
        with self.limited.engine.connect() as connection:
            row = connection.exec_driver_sql(_SETTINGS[self.backend]).one()
        return tuple(row)

    def test_a_new_connection_has_them(self):
        self.assertEqual(_EXPECTED[self.backend], self._read(_LIMITS))

    def test_a_transaction_sends_nothing_for_them(self):
        self._read(_LIMITS)
        with (
            self.limited.engine.connect() as connection,
            statements.count_statements(self.limited.engine) as counter,
        ):
            connection.exec_driver_sql('SELECT 2')
        self.assertEqual(1, len(counter.statements), counter)

    def test_the_role_may_have_them(self):
        by_role = dataclasses.replace(_LIMITS, by_role=True)
        self.assertNotEqual(_EXPECTED[self.backend], self._read(by_role))

    def test_migrations_have_none(self):
        usual = self._read(_LIMITS)
        with limited_connections.unlimited(self.limited.engine):
            self.assertEqual(_UNLIMITED[self.backend], self._settings())
        self.assertEqual(usual, self._settings())

    def test_those_in_the_url_go_before(self):
        if self.backend != 'postgresql':
            self.skipTest('there are none in its URL')
        url = self.database.engine.url.update_query_dict(
            {'options': '-c lock_timeout=3s'}
        )
        limits = self._read(_LIMITS, url.render_as_string(False))
        self.assertEqual(('3s', '11s', '13s'), limits)


#: Locks an inventory in a transaction, and says so.
_WORKER = """
import sys
from placement_inv import conf, context, deploy
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import selects

settings = conf.load(config_files=[])
settings.set_override('connection', sys.argv[1], 'placement_database')
settings.set_override(
    'idle_transaction_timeout', 1, 'placement_database'
)
services = deploy.for_background(deploy.services(settings))

@transactions.writer
def work(ctx):
    selects.find_inventory(ctx, int(sys.argv[2]), rows.for_update)
    print('locked', flush=True)
    sys.stdin.read()

work(context.RequestContext(services))
"""


@base.on_every_database
class TestStoppedWorker(base.DatabaseTest):
    """A worker is stopped while its transaction has an inventory locked."""

    def setUp(self):
        super().setUp()
        if self.backend == 'sqlite':
            self.skipTest('nothing ends the transaction of a stopped process')
        self.inventory = world.make_inventory(self.ctx)

    def test_its_inventory_can_be_written_soon(self):
        url = self.database.engine.url.render_as_string(False)
        worker = subprocess.Popen(
            [sys.executable, '-c', _WORKER, url, str(self.inventory.id)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(worker.communicate)
        self.addCleanup(worker.kill)
        self.assertEqual('locked\n', worker.stdout.readline())
        os.kill(worker.pid, signal.SIGSTOP)
        # The limit of the wait for the lock is longer than that of the idle
        # transaction: the writer gets the lock of the one that is ended.
        groups = []
        writer = threading.Thread(
            target=lambda: groups.append(
                world.make_group(
                    self.make_context(), self.inventory.id, 'after'
                )
            )
        )
        writer.start()
        writer.join(_SECONDS)
        self.assertFalse(writer.is_alive())
        self.assertEqual(['after'], [each.name for each in groups])


@base.on_every_database
class TestBackground(base.DatabaseTest):
    def test_it_has_connections_of_its_own_with_longer_limits(self):
        background = deploy.for_background(self.services)
        if self.backend == 'sqlite':
            self.assertIs(self.services, background)
            return
        self.addCleanup(background.database.dispose)
        query = _SETTINGS[self.backend]
        with background.database.engine.connect() as connection:
            longer = connection.exec_driver_sql(query).one()
        with self.database.engine.connect() as connection:
            usual = connection.exec_driver_sql(query).one()
        expected = {
            'postgresql': ('1min', '15min', '1min'),
            'mariadb': (60, 900, 60),
        }
        self.assertEqual(expected[self.backend], tuple(longer))
        self.assertNotEqual(tuple(usual), tuple(longer))
