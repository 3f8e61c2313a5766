"""Every connection of an engine has our settings, the first one too."""

import tempfile
import threading

import sqlalchemy as sa
import testtools

from placement_inv.db import engines
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.limits import Limits
from placement_inv.tests.functional import base

_ORGANIZATIONS = tables.host_inventory.organizations

#: Queries for the time limit of waits for locks, with their result for 7 s.
_LOCK_TIMEOUTS = {
    'sqlite': ('PRAGMA busy_timeout', 7000),
    'postgresql': ("SELECT current_setting('lock_timeout')", '7s'),
    'mariadb': ('SELECT @@innodb_lock_wait_timeout', 7),
}


@transactions.writer
def _count_one_more(ctx):
    """Read a number, then write it one larger: a lost update if it races."""
    row = ctx.connection.execute(
        sa.select(_ORGANIZATIONS.c.max_hosts).with_for_update()
    ).one()
    ctx.connection.execute(
        _ORGANIZATIONS.update().values(max_hosts=row.max_hosts + 1)
    )


@base.on_every_database
class TestWriters(base.DatabaseTest):
    def test_no_writer_fails_or_overwrites_another(self):
        with self.database.engine.begin() as connection:
            connection.execute(_ORGANIZATIONS.insert().values(name='one'))
        failures = []
        barrier = threading.Barrier(8)

        def work():
            ctx = self.make_context()
            barrier.wait()
            try:
                for _ in range(10):
                    _count_one_more(ctx)
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], failures)
        self.assertEqual(
            [(80,)], self.rows(sa.select(_ORGANIZATIONS.c.max_hosts))
        )


@base.on_every_database
class TestFirstConnection(base.DatabaseTest):
    def _raise_default_isolation(self):
        """Set REPEATABLE READ on PostgreSQL; it is MariaDB's default."""
        if self.backend == 'postgresql':
            alter = f'ALTER DATABASE {self.database.engine.url.database} '
            name = 'default_transaction_isolation'
            self._run(f"{alter} SET {name} = 'repeatable read'")
            self.addCleanup(self._run, f'{alter} RESET {name}')

    def _new_database(self, teach_sqlite=None, limits=None):
        database = transactions.Database(
            self.conf.placement_database, teach_sqlite, limits=limits
        )
        self.addCleanup(database.dispose)
        return database

    def _run(self, statement):
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql(statement)

    def test_each_statement_sees_earlier_commits(self):
        self._raise_default_isolation()
        with self._new_database().engine.connect() as connection:
            self.assertEqual(
                # SQLite has one writer at a time and no other level.
                'SERIALIZABLE'
                if self.backend == 'sqlite'
                else 'READ COMMITTED',
                connection.get_isolation_level(),
            )

    def test_its_waits_for_locks_end(self):
        query, expected = _LOCK_TIMEOUTS[self.backend]
        database = self._new_database(limits=Limits(lock=7))
        with database.engine.connect() as connection:
            self.assertEqual(
                expected, connection.exec_driver_sql(query).scalar_one()
            )

    def test_sqlite_gets_the_functions_of_its_caller(self):
        if self.backend != 'sqlite':
            self.skipTest('servers have their functions')
        database = self._new_database(
            lambda connection: connection.create_function(
                'seven', 0, lambda: 7
            )
        )
        with database.engine.connect() as connection:
            self.assertEqual(
                7, connection.exec_driver_sql('SELECT seven()').scalar_one()
            )

    def test_sqlite_writes_ahead(self):
        if self.backend != 'sqlite':
            self.skipTest('a server has its own log')
        with self._new_database().engine.connect() as connection:
            self.assertEqual(
                'wal',
                connection.exec_driver_sql('PRAGMA journal_mode').scalar_one(),
            )


class TestNewFiles(testtools.TestCase):
    def _open_at_once(self, directory, number):
        """Open a new file by four engines at once; return what they raise."""
        errors = []
        barrier = threading.Barrier(4)

        def work():
            engine = sa.create_engine(f'sqlite:///{directory}/{number}.db')
            engines.prepare(engine)
            barrier.wait()
            try:
                with engine.connect():
                    pass
            except sa.exc.OperationalError as error:
                errors.append(error)
            engine.dispose()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return errors

    def test_processes_may_open_one_at_once(self):
        with tempfile.TemporaryDirectory() as directory:
            for number in range(20):
                self.assertEqual([], self._open_at_once(directory, number))


@base.on_every_database
class TestTextsOfErrors(base.DatabaseTest):
    def test_they_do_not_show_parameters(self):
        for statement in (
            'SELECT 1 FROM no_such_table WHERE 1 = :one AND 2 = :two',
            # More values than a row has.
            'SELECT 1 WHERE (1, 2) = (:one, :two, 3)',
        ):
            with (
                self.assertRaises(Exception) as caught,
                self.database.engine.begin() as connection,
            ):
                connection.execute(
                    sa.text(statement), {'one': 'opensesame', 'two': 2}
                )
            error = caught.exception
            while error is not None:
                self.assertNotIn('opensesame', str(error))
                error = error.__cause__
