"""Tests of hosts with an additional field `location`.

Not a test of this tree: `test_field_experiment` adds the field to a copy of
the package and runs this module there, with the number of its microversion in
the environment.
"""

import json
import os

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.tests.fixtures import database

#: Environment variables: the version of the field and the version before it.
SINCE = 'PI_FIELD_SINCE'
BEFORE = 'PI_FIELD_BEFORE'

_MISSING = object()


class TestField(testtools.TestCase):
    def setUp(self):
        super().setUp()
        empty = database.empty_database('sqlite', 'pi_field')
        url = empty.__enter__()
        self.addCleanup(empty.__exit__, None, None, None)
        settings = conf.load(config_files=[])
        for option, value, group in (
            ('connection', url, 'placement_database'),
            ('sync_on_startup', True, 'placement_database'),
            ('auth_strategy', 'noauth2', 'api'),
        ):
            settings.set_override(option, value, group)
        services = deploy.services(settings)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        self.application = deploy.loadapp(settings, services)
        organization = self.ask('POST', 'organizations/', 201, name='o')['id']
        self.inventory = self.ask(
            'POST', 'inventories/', 201, name='i', organization=organization
        )['id']

    def send(self, method, path, body=None, version=None):
        number = version or os.environ[SINCE]
        request = webob.Request.blank(f'/api/v2/{path}', method=method)
        request.headers.update(
            {
                'X-Auth-Token': 'admin',
                'OpenStack-API-Version': f'host-inventory {number}',
                'Content-Type': 'application/json',
            }
        )
        if body is not None:
            request.body = json.dumps(body).encode()
        return request.get_response(self.application)

    def ask(self, method, path, status=200, version=None, **body):
        """Return the body of a response, whose status must be `status`."""
        response = self.send(method, path, body or None, version)
        self.assertEqual(status, response.status_int, response.text)
        return response.json

    def ask_before(self, method, path, **body):
        """Return the error of a request at the version before the field."""
        return self.ask(method, path, 400, os.environ[BEFORE], **body)

    def make(self, name, location=_MISSING, version=None):
        fields = {} if location is _MISSING else {'location': location}
        return self.ask(
            'POST',
            'hosts/',
            201,
            version,
            name=name,
            inventory=self.inventory,
            **fields,
        )

    def locations(self, path='hosts/'):
        """Return {name: location} of a list, in its order."""
        rows = self.ask('GET', path)
        return {row['name']: row['location'] for row in rows['results']}

    def test_it_is_created(self):
        self.assertEqual('rack 1', self.make('a', 'rack 1')['location'])
        self.assertEqual('', self.make('b')['location'])
        self.assertEqual({'a': 'rack 1', 'b': ''}, self.locations())

    def test_it_is_replaced_and_patched(self):
        host = self.make('a', 'rack 1')
        path = f'hosts/{host["id"]}/'
        changed_host = self.ask('PATCH', path, location='rack 2')
        self.assertEqual('rack 2', changed_host['location'])
        fields = {'name': 'a', 'inventory': self.inventory}
        second_host = self.ask('PUT', path, location='rack 3', **fields)
        self.assertEqual('rack 3', second_host['location'])
        self.assertEqual('', self.ask('PUT', path, **fields)['location'])

    def test_a_value_that_is_too_long_is_refused(self):
        error = self.ask(
            'POST',
            'hosts/',
            400,
            name='a',
            inventory=self.inventory,
            location='x' * 256,
        )
        self.assertEqual(['location'], list(error))

    def test_a_change_is_recorded(self):
        host = self.make('a', 'rack 1')
        self.ask('PATCH', f'hosts/{host["id"]}/', location='rack 2')
        entries = self.ask('GET', 'activity_stream/?operation=update')
        self.assertEqual(
            {'location': ['rack 1', 'rack 2']},
            entries['results'][0]['changes'],
        )

    def test_it_is_created_in_bulk(self):
        body = self.ask(
            'POST',
            'bulk/host_create/',
            201,
            inventory=self.inventory,
            hosts=[{'name': 'a', 'location': 'rack 1'}, {'name': 'b'}],
        )
        self.assertEqual(
            ['rack 1', ''], [host['location'] for host in body['hosts']]
        )
        self.assertEqual({'a': 'rack 1', 'b': ''}, self.locations())

    def test_it_is_upserted(self):
        self.make('a', 'rack 1')
        self.make('b', 'rack 1')
        body = self.ask(
            'POST',
            'bulk/host_upsert/',
            inventory=self.inventory,
            hosts=[
                {'name': 'a', 'location': 'rack 2'},
                {'name': 'b', 'location': 'rack 1'},
                {'name': 'c', 'location': 'rack 3'},
            ],
        )
        self.assertEqual(
            ['updated', 'unchanged', 'created'],
            [result['status'] for result in body['results']],
        )
        self.assertEqual(
            {'a': 'rack 2', 'b': 'rack 1', 'c': 'rack 3'}, self.locations()
        )

    def test_it_is_patched_in_bulk(self):
        host = self.make('a', 'rack 1')
        self.ask(
            'POST',
            'bulk/host_patch/',
            hosts=[{'id': host['id'], 'location': 'rack 2'}],
        )
        self.assertEqual({'a': 'rack 2'}, self.locations())

    def test_it_is_copied_with_its_inventory(self):
        self.make('a', 'rack 1')
        copy = self.ask(
            'POST', f'inventories/{self.inventory}/copy/', 201, name='copy'
        )
        self.assertEqual(
            {'a': 'rack 1'}, self.locations(f'inventories/{copy["id"]}/hosts/')
        )

    def test_lists_are_filtered_by_it(self):
        self.make('a', 'rack 1')
        self.make('b', 'room 2')
        for query in (
            'location=rack%201',
            'location__startswith=rack',
            'host_filter=location=%22rack%201%22',
            'host_filter=location__icontains=RACK',
        ):
            self.assertEqual(
                {'a': 'rack 1'}, self.locations(f'hosts/?{query}'), query
            )
        inventories = self.ask('GET', 'inventories/?hosts__location=room%202')
        self.assertEqual(1, inventories['count'])

    def test_lists_are_ordered_by_it(self):
        self.make('a', '2')
        self.make('b', '1')
        self.assertEqual(
            ['b', 'a'], list(self.locations('hosts/?order_by=location'))
        )
        self.assertEqual(
            ['a', 'b'], list(self.locations('hosts/?order_by=-location'))
        )

    def test_it_is_exported(self):
        self.make('a', 'rack 1')
        table = self.send('GET', 'hosts/?format=csv').text.splitlines()
        place = table[0].split(',').index('location')
        self.assertEqual('rack 1', table[1].split(',')[place])
        lines = self.send('GET', 'hosts/?format=ndjson').text.splitlines()
        self.assertEqual('rack 1', json.loads(lines[0])['location'])

    def test_options_describe_it(self):
        actions = self.ask('OPTIONS', 'hosts/')['actions']
        self.assertEqual(
            {
                'type': 'string',
                'required': False,
                'hidden': False,
                'label': 'Location',
                'help_text': 'Where this host is.',
                'max_length': 255,
                'filterable': True,
                'default': '',
            },
            actions['POST']['location'],
        )
        self.assertTrue(actions['GET']['location']['filterable'])
        for name in ('host_create', 'host_upsert', 'host_patch'):
            bulk = self.ask('OPTIONS', f'bulk/{name}/')['actions']['POST']
            items = bulk['hosts']['child']['children']
            self.assertEqual(255, items['location']['max_length'], name)

    def test_it_is_absent_before_its_version(self):
        before = os.environ[BEFORE]
        self.make('a', 'rack 1')
        host = self.make('b', version=before)
        self.assertNotIn('location', host)
        path = f'hosts/{host["id"]}/'
        self.assertNotIn('location', self.ask('GET', path, 200, before))
        actions = self.ask('OPTIONS', 'hosts/', 200, before)['actions']
        for action in actions.values():
            self.assertNotIn('location', action)
        for name in ('host_create', 'host_upsert', 'host_patch'):
            bulk = self.ask('OPTIONS', f'bulk/{name}/', 200, before)
            items = bulk['actions']['POST']['hosts']['child']['children']
            self.assertNotIn('location', items, name)
        table = self.send('GET', 'hosts/?format=csv', version=before).text
        self.assertNotIn('location', table)
        created_hosts = self.ask(
            'POST',
            'bulk/host_create/',
            201,
            before,
            inventory=self.inventory,
            hosts=[{'name': 'c'}],
        )
        self.assertNotIn('location', created_hosts['hosts'][0])

    def test_writes_before_its_version_keep_it(self):
        host = self.make('a', 'rack 1')
        self.ask(
            'PUT',
            f'hosts/{host["id"]}/',
            200,
            os.environ[BEFORE],
            name='a',
            inventory=self.inventory,
        )
        self.assertEqual({'a': 'rack 1'}, self.locations())

    def test_it_is_refused_before_its_version(self):
        host = self.make('a', 'rack 1')
        path = f'hosts/{host["id"]}/'
        fields = {'name': 'b', 'inventory': self.inventory, 'location': 'x'}
        why = [f'This field exists from version {os.environ[SINCE]} on.']
        expected = {'location': why}
        self.assertEqual(expected, self.ask_before('POST', 'hosts/', **fields))
        self.assertEqual(expected, self.ask_before('PUT', path, **fields))
        self.assertEqual(
            expected, self.ask_before('PATCH', path, location='x')
        )
        for name, items in (
            ('host_create', [{'name': 'b'}, {'name': 'c', 'location': 'x'}]),
            ('host_upsert', [{'name': 'b'}, {'name': 'c', 'location': 'x'}]),
            ('host_patch', [{'id': 999999}, {'id': 1, 'location': 'x'}]),
        ):
            inventory = (
                {} if name == 'host_patch' else {'inventory': self.inventory}
            )
            errors = self.ask_before(
                'POST', f'bulk/{name}/', hosts=items, **inventory
            )
            self.assertEqual(expected, errors['hosts']['1'], name)

    def test_filters_before_its_version_do_not_know_it(self):
        for query in (
            'location=x',
            'order_by=location',
            'host_filter=location=x',
        ):
            for path in ('hosts/', f'inventories/{self.inventory}/hosts/'):
                errors = self.ask_before('GET', f'{path}?{query}')
                self.assertIn(
                    f'location exists from version {os.environ[SINCE]} on.',
                    json.dumps(errors),
                    query,
                )
