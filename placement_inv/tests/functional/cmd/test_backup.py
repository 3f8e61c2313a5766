"""`placement-inv db backup` and `db restore`, beside a running service."""

import contextlib
import itertools
import os
import pathlib
import signal
import sqlite3
import tempfile
import threading
import unittest
import uuid

from placement_inv.db import migration
from placement_inv.tests.fixtures import command

_WRITERS = 3


def _execute(path, statement, *values):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(statement, values)
        connection.commit()


class _DirectoryTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='pi-backup-')
        self.addCleanup(directory.cleanup)
        self.addCleanup(os.umask, os.umask(0o022))
        self.directory = pathlib.Path(directory.name)
        self.data = self.directory / 'data'
        self.file = self.directory / 'backup'

    def _run(self, verb, *arguments, data=None):
        return command.run(
            'db', verb, *arguments, '--data-dir', str(data or self.data)
        )

    def _assert_done(self, verb, *arguments, data=None):
        code, out, error = self._run(verb, *arguments, data=data)
        self.assertEqual(0, code, error)
        return out

    def _assert_fails(self, expected, pattern, verb, *arguments):
        code, out, error = self._run(verb, *arguments)
        self.assertEqual((expected, ''), (code, out), error)
        self.assertRegex(error, f'^placement-inv: .*{pattern}')
        self.assertEqual(1, len(error.splitlines()), error)


class TestWhileTheServiceRuns(_DirectoryTest):
    def setUp(self):
        super().setUp()
        self.writes = []
        self.has_stopped = False

    def _start(self, data):
        service = command.Service(data)
        self.addCleanup(service.close)
        self.assertEqual(200, service.call('GET', '/')[0])
        return service

    def _write(self, service, enough):
        """Write until the test stops it; note each acknowledged name."""
        while not self.has_stopped:
            key = str(uuid.uuid4())
            status, _body = service.call(
                'POST', '/resource_providers', {'name': key, 'uuid': key}
            )
            if status == 201:
                self.writes.append(key)
            status, _body = service.call(
                'POST', '/api/v2/organizations/', {'name': key}
            )
            self.assertEqual(201, status)
            if len(self.writes) >= 30:
                enough.set()

    def test_a_restored_file_has_every_write_from_before_the_backup(self):
        service = self._start(self.data)
        enough = threading.Event()
        writers = [
            threading.Thread(target=self._write, args=(service, enough))
            for _ in range(_WRITERS)
        ]
        for writer in writers:
            writer.start()
        try:
            self.assertTrue(enough.wait(120))
            writes_before = list(self.writes)
            out = self._assert_done('backup', str(self.file))
            self.assertIn(f'revision {migration.head()}', out)
            self._assert_fails(
                1, 'another process uses', 'restore', str(self.file), '--force'
            )
        finally:
            self.has_stopped = True
            for writer in writers:
                writer.join(60)
        writes_after = set(self.writes) - set(writes_before)
        self.assertTrue(writes_after, 'nothing was written meanwhile')
        self.assertEqual(0, service.stop(signal.SIGTERM))
        self._check_restored(writes_before)

    def _check_restored(self, writes):
        self._assert_fails(1, 'exists; --force', 'restore', str(self.file))
        self._assert_done('restore', str(self.file), '--force')
        self._assert_done('audit')
        service = self._start(self.data)
        _status, body = service.call('GET', '/resource_providers')
        names = {row['name'] for row in body['resource_providers']}
        self.assertEqual(set(), set(writes) - names)
        # One writer at a time has written a provider and not yet the other.
        _status, body = service.call(
            'GET', '/api/v2/organizations/?page_size=1'
        )
        self.assertLessEqual(len(names) - body['count'], _WRITERS)


class TestRefusals(_DirectoryTest):
    def setUp(self):
        super().setUp()
        self._assert_done('sync')

    def test_an_existing_file_is_replaced_by_force_only(self):
        self.file.write_text('mine')
        self._assert_fails(1, 'exists; --force', 'backup', str(self.file))
        self.assertEqual('mine', self.file.read_text())
        self._assert_done('backup', str(self.file), '--force')
        other = self.directory / 'other'
        out = self._assert_done('restore', str(self.file), data=other)
        self.assertIn(f'revision {migration.head()}', out)
        self._assert_done('version', data=other)

    def test_the_database_itself_is_no_target_and_no_source(self):
        link = self.directory / 'link'
        link.symlink_to(self.data / 'placement-inv.db')
        for path, verb in itertools.product(
            (
                link,
                self.data / 'placement-inv.db',
                self.data / 'placement-inv.db-wal',
            ),
            ('backup', 'restore'),
        ):
            self._assert_fails(
                1, 'is the database itself', verb, str(path), '--force'
            )

    def test_files_beside_the_database_are_none_by_another_path(self):
        link = self.directory / 'data-link'
        link.symlink_to(self.data)
        for suffix in ('-wal', '-shm', '-journal'):
            self._assert_fails(
                1,
                'is the database itself',
                'backup',
                str(link / f'placement-inv.db{suffix}'),
                '--force',
            )

    def test_force_replaces_files_only(self):
        directory = self.directory / 'directory'
        directory.mkdir()
        pipe = self.directory / 'pipe'
        os.mkfifo(pipe)
        for path in (directory, pipe):
            self._assert_fails(
                1, f'{path} is not a file', 'backup', str(path), '--force'
            )
        self.assertTrue(directory.is_dir())
        self.assertTrue(pipe.is_fifo())

    def test_a_database_that_does_not_exist(self):
        (self.data / 'placement-inv.db').unlink()
        self._assert_fails(3, 'does not exist', 'backup', str(self.file))
        self.assertFalse(self.file.exists())

    def test_a_directory_that_does_not_exist(self):
        path = self.directory / 'no' / 'backup'
        self._assert_fails(
            1, f'{path.parent} is not a directory', 'backup', str(path)
        )
        self._assert_fails(1, 'No such file', 'restore', str(path), '--force')

    def test_a_file_of_another_program(self):
        self.file.write_text('no database')
        self._assert_fails(
            1, 'is not an SQLite database', 'restore', str(self.file)
        )

    def test_a_newer_schema_for_newer_releases_is_not_restored(self):
        self._set_revision('9999')
        _execute(
            self.file, 'UPDATE schema_requirements SET oldest_revision = 9999'
        )
        self._assert_fails(
            1,
            'is of a newer release. .* revision 9999',
            'restore',
            str(self.file),
            '--force',
        )
        self._assert_done('version')

    def test_a_newer_schema_that_allows_this_release_is_restored(self):
        self._set_revision('9999')
        out = self._assert_done('restore', str(self.file), '--force')
        self.assertNotIn('db sync', out)

    def test_an_older_revision_is_restored_with_a_hint(self):
        self._set_revision('0001')
        out = self._assert_done('restore', str(self.file), '--force')
        self.assertIn('db sync', out)

    def _set_revision(self, revision):
        self._assert_done('backup', str(self.file))
        _execute(
            self.file, 'UPDATE alembic_version SET version_num = ?', revision
        )

    def test_a_copied_file_is_restored_with_a_warning(self):
        self._assert_done('backup', str(self.file))
        _execute(self.file, 'PRAGMA journal_mode=WAL')
        code, _out, error = self._run('restore', str(self.file), '--force')
        self.assertEqual(0, code, error)
        self.assertIn('writes are missing', error)


class TestOtherDatabases(_DirectoryTest):
    def _configure(self, url):
        config = self.directory / 'p.conf'
        config.write_text(f'[placement_database]\nconnection = {url}\n')
        return '--config-file', str(config)

    def test_their_tools_are_named(self):
        for url, back_up_tool, restore_tool in (
            ('postgresql+psycopg://u:secret@h/p', 'pg_dump -Fc', 'pg_restore'),
            ('mysql+pymysql://u:secret@h/p', 'mariadb-dump', 'mariadb'),
            ('mariadb+pymysql://u:secret@h/p', 'mariadb-dump', 'mariadb'),
        ):
            options = self._configure(url)
            for verb, tool in (
                ('backup', back_up_tool),
                ('restore', restore_tool),
            ):
                self._assert_fails(
                    2, f'use {tool}', verb, str(self.file), *options
                )

    def test_a_database_in_memory_has_no_file(self):
        for url in ('sqlite://', 'sqlite:///:memory:'):
            self._assert_fails(
                2,
                'names no SQLite file',
                'backup',
                str(self.file),
                *self._configure(url),
            )
