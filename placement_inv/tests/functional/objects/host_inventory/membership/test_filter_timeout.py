"""A filter that exceeds the time limit is stopped."""

import contextlib
from unittest import mock

from placement_inv import exceptions
from placement_inv import smartfilter
from placement_inv.db import lock_gate
from placement_inv.db import tables
from placement_inv.db import time_limits
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts import explain
from placement_inv.objects.host_inventory.hosts import filter_preview
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.inventories import smart_membership
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_hosts = tables.host_inventory.hosts
_inventories = tables.host_inventory.host_inventories

#: Less than any database needs to look at all the descriptions.
_TINY = 0.001
#: More than they need for anything else.
_AMPLE = 60
_SLOW = host_filters.HostFilter('description__regex="[a-z]+[0-9]"')


@base.on_every_database
class TestFilterTimeout(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.hosts = [
            world.make_host(self.ctx, self.inventory.id, f'h{number}')
            for number in range(40)
        ]
        self._allow(_AMPLE)

    def _describe(self):
        """Make the descriptions so long that the filter takes long.

        PostgreSQL walks through each of them once only.
        """
        length = 1_000_000 if self.backend == 'postgresql' else 20_000
        with self.database.engine.begin() as connection:
            connection.execute(
                _hosts.update().values(description='a' * length)
            )

    def _allow(self, seconds):
        self.conf.set_override('filter_timeout', seconds, 'host_inventory')
        self.addCleanup(
            self.conf.clear_override, 'filter_timeout', 'host_inventory'
        )

    def _smart(self, name='Smart', host_filter=_SLOW.text):
        return host_inventory.create(
            self.ctx,
            {
                'name': name,
                'organization_id': self.inventory.organization.id,
                'kind': 'smart',
                'host_filter': host_filter,
                'variables': '',
            },
        )

    def _assert_refused(self, function, *arguments):
        error = self.assertRaises(
            exceptions.FilterTooExpensive, function, self.ctx, *arguments
        )
        self.assertEqual('filter.too_expensive', error.code)

    def test_each_use_of_a_filter_stops_at_the_time_limit(self):
        smart = self._smart()
        self._describe()
        self._allow(_TINY)
        query = list_page.Query()
        term = smartfilter.Parameter('description__regex', '[a-z]+[0-9]')
        self._assert_refused(host.page, query, _SLOW)
        self._assert_refused(
            host.page, list_page.Query(with_count=False), _SLOW
        )
        self._assert_refused(host.page, list_page.Query(terms=(term,)))
        self._assert_refused(host.page_of_inventory, smart.id, query)
        self._assert_refused(filter_preview.get, _SLOW, None, query)
        self._assert_refused(
            explain.explain_inventory, self.hosts[0].id, smart.id
        )
        self._assert_refused(
            script.get_of_inventory, smart.id, script.ScriptOptions()
        )

    def test_filters_get_little_time_while_others_are_costly(self):
        smart = self._smart()
        self._describe()
        query = list_page.Query()
        names = host_filters.HostFilter('name=h1')
        with (
            mock.patch.object(
                lock_gate.LockGate,
                'entered',
                lambda _gate: contextlib.nullcontext(False),
            ),
            mock.patch.object(time_limits, '_SECONDS_AMONG_MANY', _TINY),
        ):
            self.assertEqual(1, host.page(self.ctx, query, names).count)
            for function, arguments in (
                (host.page, (query, _SLOW)),
                (host.page_of_inventory, (smart.id, query)),
                (host_inventory.page, (query,)),
            ):
                self.assertRaises(
                    exceptions.FiltersBusy, function, self.ctx, *arguments
                )

    def test_an_inventory_with_a_costly_filter_is_not_saved(self):
        self._describe()
        self._allow(_TINY)
        error = self.assertRaises(exceptions.FilterTooExpensive, self._smart)
        self.assertEqual(_TINY, error.seconds)
        self._allow(_AMPLE)
        names = host_inventory.page(self.ctx, list_page.Query()).rows
        self.assertEqual(['Production'], [row.name for row in names])

    def test_a_costly_inventory_does_not_affect_other_inventories(self):
        costly = self._smart()
        plain = self._smart('Plain', 'name=h1')
        self._describe()
        # Each gets half of it. The comparison of names is not timed, so the
        # limit can be far below what the costly filter needs.
        self._allow(2 * _TINY)
        page = host_inventory.page(self.ctx, list_page.Query())
        results = {row.id: row.filter_result for row in page.rows}
        self.assertIn('too long', results[costly.id].error)
        self.assertIsNone(results[plain.id].error)
        self.assertEqual(1, results[plain.id].hosts)
        inventories = smart_membership.page_of_host(
            self.ctx, self.hosts[1].id, list_page.Query()
        )
        self.assertIn(plain.id, [row.id for row in inventories.rows])

    def test_the_connection_has_no_limit_afterwards(self):
        self._describe()
        self._allow(_TINY)
        self._assert_refused(host.page, list_page.Query(), _SLOW)
        self._allow(0)
        search = host_filters.HostFilter('description__icontains=b')
        self.assertEqual(
            0, host.page(self.ctx, list_page.Query(), search).count
        )

    def test_a_filter_that_cannot_be_interrupted_does_not_start(self):
        """MariaDB does not check the time during a regular expression."""
        long = 'a' * 20_001 + '1'
        with self.database.engine.begin() as connection:
            connection.execute(
                _hosts.update()
                .where(_hosts.c.name == 'h0')
                .values(description=long, variables=f'{{"x": "{long}"}}')
            )
        host.update(
            self.ctx, self.hosts[1].id, {'variables': f'{{"x": "{long}"}}'}
        )
        self._allow(0)
        for text, count in (
            ('description__regex="[a-z]+[0-9]"', 1),
            ('description__regex="a{0,9}1$"', 1),
            ('variables__x__regex="^a*1"', 1),
            ('variables__regex="x.*1"', 2),
            ('not description__regex="[a-z]+[0-9]"', 39),
        ):
            search = host_filters.HostFilter(text, host_filters.EXTENDED)
            query = list_page.Query()
            if self.backend == 'mariadb':
                self._assert_refused(host.page, query, search)
            else:
                page = host.page(self.ctx, query, search)
                self.assertEqual(count, page.count, text)
        # One walk through a text ends soon enough.
        for text in ('description__regex="a1$"', 'name__regex="h0+$"'):
            search = host_filters.HostFilter(text, host_filters.EXTENDED)
            page = host.page(self.ctx, list_page.Query(), search)
            self.assertEqual(1, page.count, text)

    def test_plain_comparisons_have_no_time_limit(self):
        self._allow(0.000_001)
        term = smartfilter.Parameter('name', 'h1')
        page = host.page(self.ctx, list_page.Query(terms=(term,)))
        self.assertEqual(1, page.count)

    def test_a_limit_takes_no_additional_statement(self):
        query = list_page.Query(with_count=False)
        with self.count_statements() as with_limit:
            host.page(self.ctx, query, _SLOW)
        self._allow(0)
        with self.count_statements() as without_limit:
            host.page(self.ctx, query, _SLOW)
        self.assertEqual(without_limit.statements, with_limit.statements)

    def test_a_stored_filter_that_is_now_refused_is_reported(self):
        smart = self._smart()
        with self.database.engine.begin() as connection:
            connection.execute(
                _inventories.update()
                .where(_inventories.c.id == smart.id)
                .values(host_filter='description__regex=a*a*a*a*b')
            )
        page = host_inventory.page(self.ctx, list_page.Query())
        result = {row.id: row.filter_result for row in page.rows}[smart.id]
        self.assertIn('a repeat before it', result.error)
        self.assertRaises(
            errors.InvalidHostFilter,
            host.page_of_inventory,
            self.ctx,
            smart.id,
            list_page.Query(),
        )
        inventories = smart_membership.page_of_host(
            self.ctx, self.hosts[1].id, list_page.Query()
        )
        self.assertEqual([], list(inventories.rows))
