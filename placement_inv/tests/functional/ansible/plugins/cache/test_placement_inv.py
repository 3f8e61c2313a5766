"""The requests and warnings of the cache plugin, with a simulated service."""

import io
import json
import unittest
from unittest import mock
from urllib import parse
import urllib.error

from ansible.errors import AnsibleError

from placement_inv.ansible.plugins.cache import placement_inv as plugin_module

_OPTIONS = {
    '_uri': 'https://inventory:8778/',
    '_timeout': 3600,
    'inventory': 'Production',
    'organization': None,
    'username': None,
    'password': None,
    'token': None,
    'auth_token': None,
    'validate_certs': True,
    'request_timeout': 30,
}


class _Plugin(plugin_module.CacheModule):
    """The plugin with given values in the place of Ansible's options."""

    options = _OPTIONS

    def set_options(self, *_arguments, **_options):
        """Do nothing: the options are given."""

    def get_option(self, option, hostvars=None):
        return self.options[option]


class _Service:
    """Stands for `open_url`; records requests and returns responses."""

    def __init__(self):
        self.requests = []
        self.inventories = [{'id': 7}]
        self.rows = []
        self.merge_response = {}
        self.failure = None
        #: More hosts in one request are refused, and a host's facts.
        self.max_hosts = 1000
        self.refused_host = None

    def __call__(self, url, method, data, headers, **options):
        path, _, query = url.partition('?')
        query = dict(parse.parse_qsl(query))
        self.requests.append((method, path, query, headers, options))
        if self.failure:
            raise self.failure
        if path.endswith('/inventories/'):
            return _respond({'results': self.inventories})
        if method == 'GET':
            return _respond({'results': self.rows})
        hosts = json.loads(data)['hosts']
        if len(hosts) > self.max_hosts:
            raise _make_error(413, {'detail': 'too many'})
        if self.refused_host in hosts:
            raise _make_error(400, {'detail': 'no JSON'})
        self.requests[-1] = (method, hosts)
        return _respond(self.merge_response)

    def pop_merges(self):
        """Return the hosts of the PATCH requests so far, and forget them."""
        merges = [each[1] for each in self.requests if each[0] == 'PATCH']
        self.requests = []
        return merges


def _respond(document):
    return io.BytesIO(json.dumps(document).encode())


def _make_error(status, document):
    return urllib.error.HTTPError(
        'https://inventory', status, 'Reason', {}, _respond(document)
    )


class CachePluginTest(unittest.TestCase):
    def setUp(self):
        self.service = _Service()
        self.now = 1000.0
        for name, value in (
            ('open_url', self.service),
            ('display', mock.Mock()),
            ('atexit', mock.Mock()),
            ('time', mock.Mock(monotonic=lambda: self.now)),
        ):
            self.enterContext(mock.patch.object(plugin_module, name, value))

    def make_plugin(self, **options):
        options = {**_OPTIONS, **options}
        return type('Plugin', (_Plugin,), {'options': options})()

    def list_warnings(self):
        return [
            call.args[0] for call in plugin_module.display.warning.mock_calls
        ]


class TestStart(CachePluginTest):
    def test_an_inventory_is_found_by_name_or_id(self):
        for options, query in (
            ({}, {'name': 'Production'}),
            ({'inventory': '12'}, {'id': '12'}),
            (
                {'organization': 'Engineering'},
                {
                    'name': 'Production',
                    'organization__name': 'Engineering',
                },
            ),
        ):
            self.make_plugin(**options)
            self.assertEqual(
                ('GET', 'https://inventory:8778/api/v2/inventories/', query),
                self.service.requests[-1][:3],
            )

    def test_it_must_be_exactly_one(self):
        for inventories, pattern in (
            ([], "none is called 'Production'"),
            ([{'id': 1}, {'id': 2}], 'several inventories are called'),
        ):
            self.service.inventories = inventories
            with self.assertRaisesRegex(AnsibleError, pattern):
                self.make_plugin()

    def test_an_error_of_the_service_stops_the_run_with_its_detail(self):
        for failure, pattern in (
            (_make_error(403, {'detail': 'not allowed'}), '403 not allowed'),
            (_make_error(503, ['busy']), '503 .*busy'),
            (OSError('no route'), 'no route'),
        ):
            self.service.failure = failure
            with self.assertRaisesRegex(AnsibleError, pattern):
                self.make_plugin()

    def test_credentials_are_sent_as_configured(self):
        for options, header, value in (
            ({'token': 'secret'}, 'Authorization', 'Bearer secret'),
            ({'auth_token': 'secret'}, 'X-Auth-Token', 'secret'),
        ):
            self.make_plugin(**options)
            headers = self.service.requests[-1][3]
            self.assertEqual(value, headers[header])
        self.make_plugin(username='joe')
        basic = self.service.requests[-1][4]
        self.assertEqual(
            ('joe', '', True),
            tuple(
                basic[name]
                for name in (
                    'url_username',
                    'url_password',
                    'force_basic_auth',
                )
            ),
        )


class TestReads(CachePluginTest):
    def row(self, name, facts, modified_at='2999-01-01T00:00:00Z'):
        return {
            'name': name,
            'ansible_facts': facts,
            'ansible_facts_modified': modified_at,
        }

    def test_the_next_hosts_are_read_ahead(self):
        plugin = self.make_plugin()
        self.service.rows = [self.row('a', {'n': 1})]
        self.assertEqual({'n': 1}, plugin.get('a'))
        self.service.rows = [self.row('b', {'n': 2}), self.row('c', None)]
        self.assertEqual({'n': 2}, plugin.get('b'))
        self.assertFalse(plugin.contains('c'))
        self.assertRaises(KeyError, plugin.get, 'c')
        self.assertEqual(
            [
                {'name__gte': 'a', 'page_size': '1'},
                {'name__gte': 'b', 'page_size': '10'},
            ],
            [each[2] for each in self.service.requests[1:]],
        )

    def test_expired_facts_do_not_count(self):
        self.service.rows = [self.row('a', {'n': 1}, '2020-01-01T00:00:00Z')]
        self.assertFalse(self.make_plugin().contains('a'))
        self.assertTrue(self.make_plugin(_timeout=0).contains('a'))

    def test_an_unavailable_service_is_left_alone_for_a_while(self):
        plugin = self.make_plugin()
        self.service.failure = OSError('no route')
        for _ in range(3):
            self.assertFalse(plugin.contains('a'))
        self.assertEqual(2, len(self.service.requests))
        self.assertEqual(['Cannot read facts: no route'], self.list_warnings())
        self.service.failure = None
        self.service.rows = [self.row('a', {'n': 1})]
        self.now += 6
        self.assertTrue(plugin.contains('a'))


class TestWrites(CachePluginTest):
    def setUp(self):
        super().setUp()
        self.plugin = self.make_plugin()

    def test_a_batch_is_sent_when_it_is_full_or_due(self):
        for number in range(99):
            self.plugin.set(f'h{number}', {'n': number})
        self.assertEqual([], self.service.pop_merges())
        self.plugin.set('h99', {'n': 99})
        (hosts,) = self.service.pop_merges()
        self.assertEqual(100, len(hosts))
        self.plugin.set('a', {'n': 1})
        self.now += 6
        self.plugin.set('b', {'n': 1})
        self.assertEqual(
            [{'a': {'n': 1}, 'b': {'n': 1}}], self.service.pop_merges()
        )

    def test_a_batch_that_is_too_large_is_halved(self):
        self.service.max_hosts = 2
        for name in 'abcd':
            self.plugin.set(name, {'n': 1})
        self.plugin._close()
        merges = [
            hosts
            for hosts in self.service.pop_merges()
            if isinstance(hosts, dict)
        ]
        self.assertEqual(['ab', 'cd'], [''.join(hosts) for hosts in merges])

    def test_facts_that_are_refused_lose_no_others(self):
        self.service.refused_host = 'b'
        for name in 'abcd':
            self.plugin.set(name, {'n': 1})
        self.plugin._close()
        merges = [
            hosts
            for hosts in self.service.pop_merges()
            if isinstance(hosts, dict)
        ]
        self.assertEqual(['a', 'c', 'd'], [''.join(hosts) for hosts in merges])
        (warning,) = self.list_warnings()
        self.assertIn('of 1 hosts are not stored: 400 no JSON', warning)

    def test_integers_are_exact(self):
        numbers = [18446744073709551617, -(10**40), 2**1024 - 1]
        self.plugin.set('a', {'n': numbers})
        self.plugin._close()
        self.assertEqual([{'a': {'n': numbers}}], self.service.pop_merges())

    def test_only_changed_facts_are_sent(self):
        self.plugin.set('a', {'n': 1, 'list': [1]})
        self.plugin._close()
        self.plugin.set('a', {'n': 1, 'list': [1, 2]})
        self.plugin._close()
        self.plugin.set('a', {'n': 1, 'list': [1, 2]})
        self.plugin._close()
        self.assertEqual(
            [{'a': {'n': 1, 'list': [1]}}, {'a': {'list': [1, 2]}}],
            self.service.pop_merges(),
        )

    def test_a_deletion_comes_before_later_facts(self):
        self.plugin.set('a', {'n': 1})
        self.plugin.delete('a')
        self.plugin.set('a', {'m': 2})
        self.plugin._close()
        self.assertEqual(
            [{'a': None}, {'a': {'m': 2}}], self.service.pop_merges()
        )

    def test_facts_that_cannot_be_stored_are_left_out_with_a_warning(self):
        self.plugin.set(
            'a',
            {
                'nul': 'a\0b',
                'nan': float('nan'),
                'object': object(),
                '__ansible_unsafe': 'x',
                'inner': {'__ansible_vault': 'x'},
                'text': '"__ansible_unsafe": ',
                'set': {2, 1},
            },
        )
        self.plugin._close()
        self.assertEqual(
            [{'a': {'text': '"__ansible_unsafe": ', 'set': [1, 2]}}],
            self.service.pop_merges(),
        )
        self.assertEqual(5, len(self.list_warnings()))
        self.assertIn(
            'The fact nul of a cannot be stored as JSON.', self.list_warnings()
        )

    def test_an_unknown_host_is_named_once(self):
        self.service.merge_response = {'unknown': ['x']}
        for number in range(2):
            self.plugin.set('x', {'n': number})
            self.plugin._close()
        (warning,) = self.list_warnings()
        self.assertIn('not in the inventory Production: x', warning)

    def test_facts_that_the_service_did_not_receive_are_sent_again(self):
        self.service.failure = OSError('no route')
        self.plugin.set('a', {'n': 1})
        self.plugin._close()
        plugin_module.display.error.assert_called_once_with(
            'The facts of 1 hosts are lost'
        )
        self.service.pop_merges()
        self.service.failure = None
        self.plugin._close()
        self.assertEqual([{'a': {'n': 1}}], self.service.pop_merges())

    def test_refused_facts_are_not_sent_again(self):
        self.service.failure = _make_error(403, {'detail': 'not allowed'})
        self.plugin.set('a', {'n': 1})
        self.plugin._close()
        self.assertIn('403 not allowed', self.list_warnings()[0])
        self.service.failure = None
        self.service.pop_merges()
        self.plugin._close()
        self.assertEqual([], self.service.pop_merges())

    def test_a_fork_sends_nothing_at_its_end(self):
        self.plugin.set('a', {'n': 1})
        with mock.patch.object(plugin_module.os, 'getpid', return_value=0):
            self.plugin._close()
        self.assertEqual([], self.service.pop_merges())
