"""Two worlds for requests: one with two tenants, and one with the first alone.

A caller of the first tenant must get the same answers in both.
"""

import contextlib
import re
import sqlite3

from placement_inv.db import tables
from placement_inv.tests.functional.handlers.host_inventory.tenancy import (
    filled_tenants,
)

MINE = 'pa'
OTHERS = 'pb'
#: The callers of a tenant, by the role of their tokens.
CALLERS = {
    name: f'{name},reader' if name != 'reader' else name
    for name in ('manager', 'member', 'reader')
}
#: Headers that differ from request to request.
_OWN_HEADERS = frozenset(
    (
        'date',
        'set-cookie',
        'x-api-request-id',
        'x-api-total-time',
        'x-openstack-request-id',
    )
)
#: Times, and secrets of new tokens.
_NEW = re.compile(r'[0-9-]{10}T[0-9:.]+Z|pinv_[A-Za-z0-9_-]+')
_CURSOR = re.compile(r'[0-9]+\.[0-9]+')


class TwoWorldsTest(filled_tenants.TenantsTest):
    """A test with both worlds, as copies of an SQLite database."""

    def setUp(self):
        super().setUp()
        for name in CALLERS:
            # Each caller has a row before the worlds are copied.
            self.ask_as(name, 'GET', 'me/')
        self.mine = self.add_tenant(MINE, 'mymark')
        alone = self._list_rows()
        self.others = self.add_tenant(OTHERS, 'zqmark')
        self._both = self._copy()
        self._rows_of_others = {
            name: found - alone[name]
            for name, found in self._list_rows().items()
        }
        self._delete_others()
        self._alone = self._copy()
        self.worlds = (self._both, self._alone)

    def ask_as(self, name, method, path, body=None, **options):
        """Return the answer to a request of a caller of the first tenant."""
        return self.ask(
            method,
            path,
            body,
            user=f'{name}:{MINE}',
            roles=CALLERS[name],
            **options,
        )

    def write_both(self, requests):
        """Check that writes have the same answers in both worlds.

        Requests are (caller, method, path, body, options). The rows of the
        other tenant must stay as they are. Each request has the world as it
        was at first.
        """
        requests = list(requests)
        answers = []
        for world in self.worlds:
            self._restore(world)
            answers.append(
                [self._write(world, *request) for request in requests]
            )
            if world is self._both:
                self._check_others('refused requests')
        self._compare(requests, *answers)

    def _write(self, world, name, method, path, body, options):
        answer = self.ask_as(name, method, path, body, **options)
        if answer.status_int < 400:
            if world is self._both:
                self._check_others(f'{name} {method} {path} {body}')
            self._restore(world)
        return _visible_of_write(answer, path)

    def _compare(self, requests, answers, answers_alone):
        for request, both, alone in zip(
            requests, answers, answers_alone, strict=True
        ):
            self.assertLess(both[0], 500, f'{request}: {both}')
            self.assertEqual(alone, both, request)
            if 'zqmark' not in str(request):
                self.assertNotIn('zqmark', str(both), request)

    def read_both(self, requests):
        """Check reads, (caller, path, options), with two restores in all."""
        answers = []
        requests = list(requests)
        for world in self.worlds:
            self._restore(world)
            answers.append(
                [
                    _visible(self.ask_as(name, method, path, **options), path)
                    for name, method, path, options in requests
                ]
            )
        self._compare(requests, *answers)
        return [answer[0] for answer in answers[0]]

    def _path(self):
        return self.database.engine.url.database

    def _copy(self):
        copy = sqlite3.connect(':memory:')
        self.addCleanup(copy.close)
        with contextlib.closing(sqlite3.connect(self._path())) as original:
            original.backup(copy)
        return copy

    def _restore(self, world):
        with contextlib.closing(sqlite3.connect(self._path())) as copy:
            world.backup(copy)

    def _list_rows(self):
        """Return {table: set of rows}."""
        with self.database.engine.connect() as connection:
            return {
                name: set(
                    map(
                        repr,
                        connection.exec_driver_sql(f'SELECT * FROM "{name}"'),
                    )
                )
                for name in tables.metadata.tables
            }

    def _check_others(self, request):
        rows_now = self._list_rows()
        for name, before in self._rows_of_others.items():
            if name in _SHARED:
                continue
            self.assertEqual(set(), before - rows_now[name], request)

    def _delete_others(self):
        """Delete all rows of the other tenant; ids are not used again."""
        ids = self.others.ids
        t, a = tables.host_inventory, tables.access
        organizations = t.organizations.c.id == ids['organizations']
        inventories = (
            ids['inventories'],
            *self.others.kinds.values(),
        )
        with self.database.engine.begin() as connection:
            connection.execute(
                t.host_inventory_changes.delete().where(
                    t.host_inventory_changes.c.id
                    >= self._first_entry_of_others(connection)
                )
            )
            for inventory_id in inventories:
                connection.execute(
                    t.host_inventories.delete().where(
                        t.host_inventories.c.id == inventory_id
                    )
                )
            connection.execute(t.organizations.delete().where(organizations))
            connection.execute(
                a.api_users.delete().where(a.api_users.c.id == ids['users'])
            )

    def _first_entry_of_others(self, connection):
        changes = tables.host_inventory.host_inventory_changes
        return connection.scalar(
            changes.select()
            .with_only_columns(changes.c.id)
            .where(
                changes.c.object_type == 'organization',
                changes.c.object_id == self.others.ids['organizations'],
            )
            .order_by(changes.c.id)
            .limit(1)
        )


#: Tables whose rows change with what anybody does.
_SHARED = frozenset(
    ('host_inventory_changes', 'host_inventory_change_feeds', 'jobs')
)


def _visible_of_write(answer, path):
    """Return the same as `_visible`, without what is new in each answer."""
    status, headers, text = _visible(answer, path)
    headers.pop('etag', None)
    return status, headers, _NEW.sub('NEW', text)


def _visible(answer, path):
    """Return (status, headers, body) of an answer, without own ids."""
    headers = {
        name.lower(): value
        for name, value in answer.headers.items()
        if name.lower() not in _OWN_HEADERS
    }
    text = answer.text if answer.status_int != 304 else ''
    if 'changes/' in path:
        # The cursor of the feed counts the batches of all entries.
        text = _CURSOR.sub('CURSOR', text)
        headers.pop('content-length', None)
    return answer.status_int, headers, text
