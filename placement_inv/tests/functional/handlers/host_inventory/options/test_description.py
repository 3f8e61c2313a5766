"""OPTIONS describes the fields that rows show, at every version."""

import dataclasses
import pathlib
import re
import tempfile

import testtools
import webob

from placement_inv import deploy
from placement_inv import policy
from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory.access import user
from placement_inv.tests.functional import base

_V2 = '/api/v2'


class TestMetadata(base.DatabaseTest, testtools.TestCase):
    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        pathlib.Path(directory, 'estate').write_text('web01\n')
        self.conf.set_override('auth_strategy', 'noauth2', 'api')
        self.addCleanup(self.conf.clear_override, 'auth_strategy', 'api')
        roots = ('file_roots', 'inventory_sources')
        self.conf.set_override(roots[0], [directory], roots[1])
        self.addCleanup(self.conf.clear_override, *roots)
        # The users of other tests are not known: their rows are deleted.
        services = dataclasses.replace(
            self.services,
            people=user.Directory(),
            policy=policy.Policy(self.conf),
        )
        self._application = deploy.loadapp(self.conf, services)
        self._fill()

    def _ask(self, method, path, body=None, version=None, roles='admin'):
        number = str(version or versions.history.last)
        req = webob.Request.blank(
            f'{_V2}/{path}',
            method=method,
            headers={
                'X-Auth-Token': 'somebody',
                'X-Roles': roles,
                'OpenStack-API-Version': f'host-inventory {number}',
            },
        )
        if body is not None:
            req.content_type = 'application/json'
            req.json = body
        return req.get_response(self._application)

    def _make(self, path, **body):
        answer = self._ask('POST', path, body)
        self.assertIn(answer.status_int, (201, 202), answer.text)
        return answer.json['id']

    def _fill(self):
        owner = self._make('organizations/', name='Engineering')
        inventory = self._make(
            'inventories/', name='Production', organization=owner
        )
        host = self._make('hosts/', name='web01', inventory=inventory)
        group = self._make('groups/', name='web', inventory=inventory)
        source = self._make(
            'inventory_sources/',
            name='estate',
            inventory=inventory,
            source='file',
            source_path='estate',
        )
        update = self._make(f'inventory_sources/{source}/update/')
        constructed = self._make(
            'constructed_inventories/', name='Together', organization=owner
        )
        self._rows = {
            'constructed_inventories': constructed,
            'users': self._ask('GET', 'me/').json['results'][0]['id'],
            'organizations': owner,
            'inventories': inventory,
            'hosts': host,
            'groups': group,
            'inventory_sources': source,
            'inventory_updates': update,
        }
        entries = self._ask('GET', 'activity_stream/').json['results']
        self._rows['activity_stream'] = entries[0]['id']

    def _check(self, path, version, fields):
        answer = self._ask('OPTIONS', path, version=version)
        self.assertEqual(200, answer.status_int, path)
        actions = answer.json['actions']
        self.assertEqual(
            sorted(fields), sorted(actions['GET']), (path, version)
        )

    def test_rows_show_the_fields_of_their_description_at_every_version(self):
        for version in versions.history.versions:
            for noun, row_id in self._rows.items():
                path = f'{noun}/{row_id}/'
                one = self._ask('GET', path, version=version)
                if one.status_int == 404:
                    options = self._ask('OPTIONS', path, version=version)
                    self.assertEqual(404, options.status_int, path)
                    continue
                self._check(path, version, one.json)
                rows = self._ask('GET', f'{noun}/', version=version).json
                self._check(f'{noun}/', version, rows['results'][0])

    def test_lists_take_filters_by_filterable_fields(self):
        for noun in self._rows:
            description = self._ask('OPTIONS', f'{noun}/').json
            for name, field in description['actions']['GET'].items():
                if name == 'type':
                    continue
                answer = self._ask('GET', f'{noun}/?{name}__isnull=false')
                self.assertEqual(
                    field['filterable'], answer.status_int == 200, answer.text
                )
            for name in description['related_search_fields']:
                answer = self._ask('GET', f'{noun}/?{name}=x')
                self.assertEqual(200, answer.status_int, answer.text)

    def test_required_fields_are_required(self):
        for noun in self._rows:
            description = self._ask('OPTIONS', f'{noun}/').json['actions']
            if 'POST' not in description:
                continue
            answer = self._ask('POST', f'{noun}/', {})
            names = {
                name
                for name, field in description['POST'].items()
                if field['required']
            }
            self.assertEqual(names, set(answer.json), noun)

    def test_post_is_described_only_to_writers(self):
        description = self._ask('OPTIONS', 'hosts/', roles='reader')
        self.assertEqual(
            'GET, POST, HEAD, OPTIONS', description.headers['Allow']
        )
        self.assertEqual(['GET'], list(description.json['actions']))

    def test_every_path_is_described(self):
        for pattern in routes.ROUTES:
            path = re.sub(r'{\w+}', '1', pattern.removeprefix(_V2))
            if pattern.startswith(_V2):
                description = self._ask('OPTIONS', path.strip('/') + '/')
                self.assertEqual(200, description.status_int, pattern)

    def test_a_description_costs_no_statement(self):
        with self.count_statements() as counter:
            self._ask('OPTIONS', 'hosts/')
        self.assertEqual([], counter.statements)
