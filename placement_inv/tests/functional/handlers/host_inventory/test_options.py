"""What OPTIONS says of the fields of rows is what rows show."""

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
        # Whom other tests let in is forgotten: their rows are gone.
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
        made = self._ask('POST', path, body)
        self.assertIn(made.status_int, (201, 202), made.text)
        return made.json['id']

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
        made = self._make(
            'constructed_inventories/', name='Together', organization=owner
        )
        self._rows = {
            'constructed_inventories': made,
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

    def _check(self, path, version, shown):
        described = self._ask('OPTIONS', path, version=version)
        self.assertEqual(200, described.status_int, path)
        actions = described.json['actions']
        self.assertEqual(
            sorted(shown), sorted(actions['GET']), (path, version)
        )

    def test_rows_show_what_is_said_of_them_at_every_version(self):
        for version in versions.history.versions:
            for noun, row_id in self._rows.items():
                path = f'{noun}/{row_id}/'
                one = self._ask('GET', path, version=version)
                if one.status_int == 404:
                    gone = self._ask('OPTIONS', path, version=version)
                    self.assertEqual(404, gone.status_int, path)
                    continue
                self._check(path, version, one.json)
                rows = self._ask('GET', f'{noun}/', version=version).json
                self._check(f'{noun}/', version, rows['results'][0])

    def test_what_is_said_to_be_filterable_can_be_filtered_by(self):
        for noun in self._rows:
            said = self._ask('OPTIONS', f'{noun}/').json
            for name, field in said['actions']['GET'].items():
                if name == 'type':
                    continue
                found = self._ask('GET', f'{noun}/?{name}__isnull=false')
                self.assertEqual(
                    field['filterable'], found.status_int == 200, found.text
                )
            for name in said['related_search_fields']:
                found = self._ask('GET', f'{noun}/?{name}=x')
                self.assertEqual(200, found.status_int, found.text)

    def test_what_is_said_to_be_required_is(self):
        for noun in self._rows:
            said = self._ask('OPTIONS', f'{noun}/').json['actions']
            if 'POST' not in said:
                continue
            refused = self._ask('POST', f'{noun}/', {})
            required = {
                name
                for name, field in said['POST'].items()
                if field['required']
            }
            self.assertEqual(required, set(refused.json), noun)

    def test_who_may_not_create_is_not_told_how(self):
        said = self._ask('OPTIONS', 'hosts/', roles='reader')
        self.assertEqual('GET, POST, HEAD, OPTIONS', said.headers['Allow'])
        self.assertEqual(['GET'], list(said.json['actions']))

    def test_every_path_is_described(self):
        for pattern in routes.ROUTES:
            path = re.sub(r'{\w+}', '1', pattern.removeprefix(_V2))
            if pattern.startswith(_V2):
                said = self._ask('OPTIONS', path.strip('/') + '/')
                self.assertEqual(200, said.status_int, pattern)

    def test_a_description_costs_no_statement(self):
        with self.count_statements() as counter:
            self._ask('OPTIONS', 'hosts/')
        self.assertEqual([], counter.statements)
