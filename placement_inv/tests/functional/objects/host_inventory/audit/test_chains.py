"""The old values of an entry are the new values of the entry before."""

from concurrent import futures

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.objects.host_inventory.audit import feed
from placement_inv.objects.host_inventory.groups import (
    deletion as group_deletion,
)
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import variable_data
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_CHANGES = tables.host_inventory.host_inventory_changes
_WRITERS, _TURNS = 4, 6


@base.on_every_database
class TestChains(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.host = world.make_host(self.ctx, self.inventory.id, 'h')
        self.group = world.make_group(self.ctx, self.inventory.id, 'g')
        with self.database.engine.begin() as connection:
            connection.execute(_CHANGES.delete())

    def _race(self, write):
        """Call `write(ctx, text)` in several threads, with distinct texts."""

        def work(number):
            for turn in range(_TURNS):
                write(self.make_context(), f'{number}.{turn}')

        with futures.ThreadPoolExecutor(_WRITERS) as threads:
            list(threads.map(work, range(_WRITERS)))

    def _chain(self, name, write):
        """Check that each entry begins where the one before it ended."""
        self._race(write)
        page = feed.read(self.ctx, None, 200)
        steps = [row['changes'][name] for row in page.rows]
        self.assertEqual(_WRITERS * _TURNS, len(steps))
        for (_, end), (start, _) in zip(steps, steps[1:], strict=False):
            self.assertEqual(end, start)

    def test_changes_of_a_host(self):
        self._chain(
            'description',
            lambda ctx, text: host.update(
                ctx, self.host.id, {'description': text}
            ),
        )

    def test_names_of_a_host(self):
        self._chain(
            'name',
            lambda ctx, text: host.update(ctx, self.host.id, {'name': text}),
        )

    def test_changes_of_a_group(self):
        self._chain(
            'description',
            lambda ctx, text: group.update(
                ctx, self.group.id, {'description': text}
            ),
        )

    def test_names_of_a_group(self):
        self._chain(
            'name',
            lambda ctx, text: group.update(
                ctx, self.group.id, {'name': f'web{text}'}
            ),
        )

    def test_changes_of_an_inventory(self):
        self._chain(
            'description',
            lambda ctx, text: host_inventory.update(
                ctx, self.inventory.id, {'description': text}
            ),
        )

    def test_changes_of_an_organization(self):
        self._chain(
            'description',
            lambda ctx, text: organization.update(
                ctx, self.inventory.organization.id, {'description': text}
            ),
        )

    def test_changes_of_a_source(self):
        new_source = world.make_source(self.ctx, self.inventory.id)
        with self.database.engine.begin() as connection:
            connection.execute(_CHANGES.delete())
        self._chain(
            'description',
            lambda ctx, text: source.update(
                ctx, new_source.id, {'description': text}
            ),
        )

    def test_changes_of_variables(self):
        self._chain(
            'variables',
            lambda ctx, text: variable_data.replace(
                ctx, 'Host', self.host.id, {'v': text}
            ),
        )

    def test_changes_of_facts(self):
        self._race(lambda ctx, text: facts.merge(ctx, self.host.id, {text: 1}))
        page = feed.read(self.ctx, None, 200)
        versions = [
            row['changes']['ansible_facts']['version'] for row in page.rows
        ]
        self.assertEqual(
            [[n, n + 1] for n in range(_WRITERS * _TURNS)], versions
        )

    def test_concurrent_deletions_of_a_row_add_one_entry(self):
        def delete(door, key):
            try:
                door(self.make_context(), key)
            except exceptions.NotFound:
                return 0
            return 1

        host_ids = [
            world.make_host(self.ctx, self.inventory.id, f'd{n}').id
            for n in range(4)
        ]
        with futures.ThreadPoolExecutor(_WRITERS) as threads:
            results = [
                threads.submit(delete, door, key)
                for door, keys in (
                    (host.delete, host_ids),
                    (group_deletion.delete, [self.group.id]),
                )
                for key in keys
                for _ in range(3)
            ]
            self.assertEqual(5, sum(each.result() for each in results))
        entries = self.rows(
            sa.select(_CHANGES.c.id).where(_CHANGES.c.operation == 'delete')
        )
        self.assertEqual(5, len(entries))
