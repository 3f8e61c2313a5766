"""Acknowledged writes survive a crash, and every update ends."""

import contextlib
import itertools
import pathlib
import random
import signal
import sqlite3
import tempfile
import threading
import time
import unittest
import uuid

from placement_inv.tests.fixtures import command

_ROUNDS = 3
_SECONDS_FOR_AN_UPDATE = 120
#: Enough that an update is still running when the process dies.
_TREE = '[many]\nmany-[0001:2000].example.com\n'


class _ServiceTest(unittest.TestCase):
    """A service with an inventory whose source takes seconds to load."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='pi-crash-')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.service = self._start()
        self.assertEqual(200, self._call('GET', '/')[0])
        (self.directory / 'sources' / 'many.ini').write_text(_TREE)
        self.inventory = self._create('inventories', name='many')
        self.source = self._create(
            'inventory_sources',
            name='many',
            inventory=self.inventory,
            source='file',
            source_path='many.ini',
            overwrite=True,
        )

    def _start(self, *arguments):
        service = command.Service(self.directory, *arguments)
        self.addCleanup(service.close)
        return service

    def _call(self, *arguments):
        return self.service.call(*arguments)

    def _create(self, noun, **body):
        status, document = self._call('POST', f'/api/v2/{noun}/', body)
        if status == 400 and 'organization' in document:
            owner = self._create('organizations', name='all')
            return self._create(noun, organization=owner, **body)
        self.assertEqual(201, status, document)
        return document['id']

    def _launch(self):
        status, document = self._call(
            'POST', f'/api/v2/inventory_sources/{self.source}/update/'
        )
        self.assertEqual(202, status, document)
        return document['inventory_update']

    def _show(self, update):
        status, document = self._call(
            'GET', f'/api/v2/inventory_updates/{update}/'
        )
        self.assertEqual(200, status, document)
        return document

    def _wait(self, update, statuses, seconds=_SECONDS_FOR_AN_UPDATE):
        """Return the update once its status is one of `until`."""
        end = time.monotonic() + seconds
        while (document := self._show(update))['status'] not in statuses:
            if time.monotonic() > end:
                status = document['status']
                self.fail(f'still {status}:\n{self.service.output}')
            time.sleep(0.1)
        return document

    def _wait_final(self, update):
        return self._wait(
            update, ('successful', 'failed', 'error', 'canceled')
        )


class TestStop(_ServiceTest):
    def _query(self, statement, *values):
        """Return the one row that a statement finds in the database."""
        file = self.directory / 'placement-inv.db'
        with contextlib.closing(sqlite3.connect(file)) as connection:
            (row,) = connection.execute(statement, values)
        return row

    def _launch_and_stop(self, number):
        update = self._launch()
        self._wait(update, ('running',))
        self.assertEqual(0, self.service.stop(number, 120))
        self.assertNotIn('Traceback', self.service.output)
        return update

    def test_a_running_update_finishes_before_a_stop(self):
        # Even a slow machine loads it in the time that jobs have.
        tree = '[few]\nfew-[1:9].example.com\n'
        (self.directory / 'sources' / 'many.ini').write_text(tree)
        for number in (signal.SIGTERM, signal.SIGINT):
            update = self._launch_and_stop(number)
            statement = 'SELECT status FROM inventory_updates WHERE id = ?'
            self.assertEqual(('successful',), self._query(statement, update))
            self.service = self._start()

    def test_without_time_to_finish_an_update_is_put_back(self):
        config = self.directory / 'hasty.conf'
        config.write_text(
            '[api]\nauth_strategy = noauth2\n[jobs]\nstop_timeout = 0\n'
        )
        self.service.stop(signal.SIGTERM)
        self.service = self._start('--config-file', str(config))
        update = self._launch_and_stop(signal.SIGTERM)
        statement = 'SELECT finished_at FROM inventory_updates WHERE id = ?'
        self.assertEqual((None,), self._query(statement, update))
        self.assertEqual(
            ('queued', 0), self._query('SELECT status, attempts FROM jobs')
        )
        self.service = self._start()
        update_end = self._wait_final(update)
        self.assertEqual('successful', update_end['status'], update_end)
        _, output = self._call(
            'GET', f'/api/v2/inventory_updates/{update}/events/'
        )
        self.assertIn('starts again', str(output))


class TestCrash(_ServiceTest):
    def setUp(self):
        super().setUp()
        # {path: (field, value)} of every write that was answered.
        self.acknowledged_writes = {}

    def test_nothing_acknowledged_is_lost_and_every_update_ends(self):
        chance = random.Random(8778)
        updates = []
        for number in range(_ROUNDS):
            updates.append(self._launch())
            self._write_until_killed(number, chance.uniform(0.2, 3.0))
            self.service = self._start()
            self._check_acknowledged_writes()
        self.assertGreater(len(self.acknowledged_writes), 10)
        for update in updates:
            update_end = self._wait_final(update)
            self.assertIsNotNone(update_end['finished'], update_end)
        # The next update is complete, even if these failed.
        update_end = self._wait_final(self._launch())
        self.assertEqual('successful', update_end['status'], update_end)
        _, hosts = self._call(
            'GET', f'/api/v2/inventories/{self.inventory}/hosts/?page_size=1'
        )
        self.assertEqual(2000, hosts['count'])

    def _write_until_killed(self, number, seconds):
        writers = [
            threading.Thread(target=write, args=(number,))
            for write in (self._write_providers, self._write_organizations)
        ]
        for writer in writers:
            writer.start()
        time.sleep(seconds)
        self.service.stop(signal.SIGKILL)
        for writer in writers:
            writer.join(60)
            self.assertFalse(writer.is_alive())

    def _writes(self, write, number):
        """Write one object after the other until the service is gone."""
        for count in itertools.count():
            try:
                write(f'{number}-{count}')
            except OSError:
                return

    def _write_providers(self, number):
        self._writes(self._write_provider, number)

    def _write_provider(self, name):
        key = str(uuid.uuid4())
        path = f'/resource_providers/{key}'
        status, _ = self._call(
            'POST', '/resource_providers', {'name': name, 'uuid': key}
        )
        if status != 201:
            return
        self.acknowledged_writes[path] = ('name', name)
        inventories = {'VCPU': {'total': 8}}
        status, _ = self._call(
            'PUT',
            f'{path}/inventories',
            {'resource_provider_generation': 0, 'inventories': inventories},
        )
        if status == 200:
            self.acknowledged_writes[f'{path}/inventories/VCPU'] = ('total', 8)

    def _write_organizations(self, number):
        self._writes(self._write_organization, number)

    def _write_organization(self, name):
        status, document = self._call(
            'POST', '/api/v2/organizations/', {'name': name}
        )
        if status == 201:
            self.acknowledged_writes[document['url']] = ('name', name)

    def _check_acknowledged_writes(self):
        for path, (field, expected) in self.acknowledged_writes.items():
            status, document = self._call('GET', path)
            self.assertEqual(200, status, path)
            self.assertEqual(expected, document[field], path)
