import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from unittest import mock

import testtools

from placement_inv.db import sqlite_backup

#: Writes a row, and dies without closing the database.
_CRASH = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute('INSERT INTO rows VALUES (2)')
connection.commit()
os._exit(0)
"""


def _report(_done, _pages):
    pass


class TestSQLiteBackup(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.directory = pathlib.Path(directory)
        self.database = self.directory / 'used.db'
        self.file = self.directory / 'backup'
        self.connection = self._connect(self.database)
        self.connection.executescript(
            'PRAGMA journal_mode=WAL;'
            'CREATE TABLE alembic_version (version_num TEXT);'
            "INSERT INTO alembic_version VALUES ('0001');"
            'CREATE TABLE rows (number INTEGER);'
        )
        self._insert(1)

    def _connect(self, path):
        connection = sqlite3.connect(path, isolation_level=None)
        self.addCleanup(connection.close)
        return connection

    def _insert(self, number):
        self.connection.execute('INSERT INTO rows VALUES (?)', [number])

    def _read_rows(self, path):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            return [row[0] for row in connection.execute('SELECT * FROM rows')]

    def _names(self):
        return sorted(path.name for path in self.directory.iterdir())

    def test_a_backup_has_what_is_in_the_log_only(self):
        shutil.copy(self.database, self.directory / 'copied')
        self.assertRaises(
            sqlite3.OperationalError,
            self._read_rows,
            self.directory / 'copied',
        )
        sqlite_backup.back_up(self.database, self.file, _report)
        self.assertEqual([1], self._read_rows(self.file))
        self.assertFalse(sqlite_backup.may_lack_writes(self.file))

    def test_a_backup_has_what_a_killed_process_wrote(self):
        self.connection.close()
        subprocess.run([sys.executable, '-c', _CRASH, self.database])
        self.assertIn('used.db-wal', self._names())
        sqlite_backup.back_up(self.database, self.file, _report)
        self.assertEqual([1, 2], self._read_rows(self.file))

    def test_a_backup_is_one_file_for_this_account(self):
        self.addCleanup(os.umask, os.umask(0))
        before = self._names()
        sqlite_backup.back_up(self.database, self.file, _report)
        self.assertEqual(sorted([*before, 'backup']), self._names())
        self.assertEqual(0o600, self.file.stat().st_mode & 0o777)

    def test_a_backup_is_of_its_start_and_ends_while_others_write(self):
        self.connection.execute(
            'WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n '
            'WHERE i < 1000) INSERT INTO rows SELECT i FROM n'
        )
        reports = []

        def report(done, pages):
            reports.append((done, pages))
            self.assertLess(len(reports), 100, 'it starts again and again')
            self._insert(-len(reports))

        with mock.patch.object(sqlite_backup, '_PAGES', 1):
            sqlite_backup.back_up(self.database, self.file, report)
        self.assertGreater(len(reports), 3)
        self.assertEqual(len(set(reports)), len(reports))
        self.assertEqual(reports[-1][0], reports[-1][1])
        self.assertEqual(list(range(1, 1001)), self._read_rows(self.file))

    def test_a_backup_of_a_damaged_database_leaves_the_former_file(self):
        self.file.write_text('former')
        self._damage(self.database)
        before = self._names()
        with testtools.ExpectedException(sqlite_backup.CopyFailed, '.*used.*'):
            sqlite_backup.back_up(self.database, self.file, _report)
        self.assertEqual('former', self.file.read_text())
        self.assertEqual(before, self._names())

    def _damage(self, path):
        """Overwrite all pages but the first one."""
        self.connection.executescript(
            'CREATE INDEX numbers ON rows (number);PRAGMA journal_mode=DELETE'
        )
        self.connection.close()
        size = path.stat().st_size
        with open(path, 'r+b') as file:
            file.seek(4096)
            file.write(b'x' * (size - 4096))

    def test_a_restored_database_has_the_rows_of_the_backup(self):
        sqlite_backup.back_up(self.database, self.file, _report)
        self._insert(2)
        self.connection.close()
        self.database.chmod(0o640)
        sqlite_backup.restore(self.file, self.database, _report)
        self.assertEqual([1], self._read_rows(self.database))
        self.assertEqual(0o640, self.database.stat().st_mode & 0o777)
        self.assertEqual(['backup', 'used.db'], self._names())

    def test_a_database_can_be_restored_that_does_not_exist(self):
        sqlite_backup.back_up(self.database, self.file, _report)
        other = self.directory / 'new.db'
        sqlite_backup.restore(self.file, other, _report)
        self.assertEqual([1], self._read_rows(other))

    def test_a_database_in_use_is_not_replaced(self):
        sqlite_backup.back_up(self.database, self.file, _report)
        self._insert(2)
        with testtools.ExpectedException(
            sqlite_backup.CopyFailed, 'another process uses .*used.db'
        ):
            sqlite_backup.restore(self.file, self.database, _report)
        self.assertEqual([1, 2], self._read_rows(self.database))

    def test_an_interrupted_restore_leaves_the_former_rows(self):
        # Too large for the cache: SQLite writes pages before the commit.
        self.connection.executescript(
            'CREATE TABLE texts (text);'
            'INSERT INTO texts VALUES (zeroblob(8000000))'
        )
        sqlite_backup.back_up(self.database, self.file, _report)
        self.connection.execute('UPDATE texts SET text = randomblob(8000000)')
        self._insert(2)
        self.connection.close()
        child_pid = os.fork()
        if not child_pid:
            sqlite_backup.restore(
                self.file,
                self.database,
                lambda done, pages: done < pages and os._exit(9),
            )
            os._exit(0)
        _pid, status = os.waitpid(child_pid, 0)
        self.assertEqual(9, os.waitstatus_to_exitcode(status))
        self.assertIn('used.db-journal', self._names())
        self.assertEqual([1, 2], self._read_rows(self.database))

    def test_a_damaged_file_is_not_restored(self):
        self._damage(self.database)
        other = self.directory / 'other.db'
        self._connect(other).executescript(
            'CREATE TABLE rows (number INTEGER); INSERT INTO rows VALUES (3)'
        )
        with testtools.ExpectedException(sqlite_backup.CopyFailed, '.*used.*'):
            sqlite_backup.restore(self.database, other, _report)
        self.assertEqual([3], self._read_rows(other))


class TestFiles(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(directory) / 'file'

    def _create(self, script):
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.executescript(script)

    def test_the_revision_is_read(self):
        self._create(
            'CREATE TABLE alembic_version (version_num TEXT);'
            "INSERT INTO alembic_version VALUES ('0007')"
        )
        self.assertEqual('0007', sqlite_backup.read_revision(self.file))

    def test_a_database_of_others_has_no_revision(self):
        self._create('CREATE TABLE other (a)')
        self.assertIsNone(sqlite_backup.read_revision(self.file))
        self._create('CREATE TABLE alembic_version (version_num TEXT)')
        self.assertIsNone(sqlite_backup.read_revision(self.file))

    def test_a_file_of_another_kind_has_an_error(self):
        self.file.write_bytes(b'PGDMP' * 1000)
        with testtools.ExpectedException(
            sqlite_backup.CopyFailed, '.*is not an SQLite database'
        ):
            sqlite_backup.read_revision(self.file)

    def test_a_truncated_file_has_an_error(self):
        self._create('CREATE TABLE other (a)')
        os.truncate(self.file, 100)
        with testtools.ExpectedException(sqlite_backup.CopyFailed, 'cannot'):
            sqlite_backup.read_revision(self.file)

    def test_a_copied_file_without_its_log_may_lack_writes(self):
        self._create('PRAGMA journal_mode=WAL; CREATE TABLE other (a)')
        self.assertTrue(sqlite_backup.may_lack_writes(self.file))
        self.file.with_name('file-wal').touch()
        self.assertFalse(sqlite_backup.may_lack_writes(self.file))
