"""OPTIONS describes the fields that rows show, at every version."""

import re

from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.options import resources
from placement_inv.tests.functional.handlers.host_inventory import api
from placement_inv.tests.functional.objects.host_inventory import world


class TestDescription(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self._fill()

    def _fill(self):
        inventory = self.make_inventory()
        source = self.make_source(inventory)
        update = self.create(f'inventory_sources/{source.id}/update/')
        new_inventory = self.create(
            'constructed_inventories/',
            name='Together',
            organization=inventory.organization.id,
        )
        self._rows = {
            'constructed_inventories': new_inventory['id'],
            'users': self.ask('GET', 'me/').json['results'][0]['id'],
            'organizations': inventory.organization.id,
            'inventories': inventory.id,
            'hosts': self.make_host(inventory).id,
            'groups': world.make_group(self.ctx, inventory.id, 'web').id,
            'inventory_sources': source.id,
            'inventory_updates': update['id'],
        }
        entries = self.ask('GET', 'activity_stream/').json['results']
        self._rows['activity_stream'] = entries[0]['id']

    def _check(self, path, version, fields):
        answer = self.ask('OPTIONS', path, version=version)
        self.assertEqual(200, answer.status_int, path)
        actions = answer.json['actions']
        self.assertEqual(
            sorted(fields), sorted(actions['GET']), (path, version)
        )

    def test_rows_show_the_fields_of_their_description_at_every_version(self):
        for version in versions.history.versions:
            for noun, row_id in self._rows.items():
                path = f'{noun}/{row_id}/'
                one = self.ask('GET', path, version=version)
                if one.status_int == 404:
                    options = self.ask('OPTIONS', path, version=version)
                    self.assertEqual(404, options.status_int, path)
                    continue
                self._check(path, version, one.json)
                rows = self.ask('GET', f'{noun}/', version=version).json
                parameters = _find_parameters(noun, version)
                self._check(
                    f'{noun}/', version, {**rows['results'][0], **parameters}
                )

    def test_lists_take_the_parameters_that_they_describe(self):
        for noun in self._rows:
            fields = self.ask('OPTIONS', f'{noun}/').json['actions']['GET']
            for name in ('page', 'page_size'):
                self.assertEqual('integer', fields[name]['type'])
            answer = self.ask('GET', f'{noun}/?page_size=1&page=1')
            self.assertEqual(1, len(answer.json['results']), noun)
            answer = self.ask('GET', f'{noun}/?page=99')
            self.assertIn(answer.status_int, (400, 404), noun)
            if 'search' in fields:
                answer = self.ask('GET', f'{noun}/?search=nowhere')
                self.assertEqual([], answer.json['results'], noun)

    def test_lists_of_hosts_describe_their_filter_where_they_take_it(self):
        inventory = f'inventories/{self._rows["inventories"]}'
        invalid_query = 'host_filter=name__contains'
        for version in versions.history.versions:
            for path in ('hosts/', f'{inventory}/hosts/'):
                options = self.ask('OPTIONS', path, version=version).json
                answer = self.ask(
                    'GET', f'{path}?{invalid_query}', version=version
                )
                is_described = 'host_filter' in options['actions']['GET']
                if version < versions.FACTS:
                    self.assertFalse(is_described)
                else:
                    # A list that ignores the filter answers 200.
                    self.assertEqual(
                        is_described, answer.status_int == 400, path
                    )
                one = self.ask(
                    'OPTIONS', f'hosts/{self._rows["hosts"]}/', version=version
                )
                self.assertNotIn('host_filter', one.json['actions']['GET'])

    def test_lists_take_filters_by_filterable_fields(self):
        for noun in self._rows:
            description = self.ask('OPTIONS', f'{noun}/').json
            for name, field in description['actions']['GET'].items():
                if name == 'type' or name in _find_parameters(noun):
                    continue
                answer = self.ask('GET', f'{noun}/?{name}__isnull=false')
                self.assertEqual(
                    field['filterable'], answer.status_int == 200, answer.text
                )
            for name in description['related_search_fields']:
                answer = self.ask('GET', f'{noun}/?{name}=x')
                self.assertEqual(200, answer.status_int, answer.text)

    def test_required_fields_are_required(self):
        for noun in self._rows:
            description = self.ask('OPTIONS', f'{noun}/').json['actions']
            if 'POST' not in description:
                continue
            answer = self.ask('POST', f'{noun}/', {})
            names = {
                name
                for name, field in description['POST'].items()
                if field['required']
            }
            if answer.status_int == 405:
                # Keystone has the users of this service.
                self.assertEqual('users', noun)
                continue
            self.assertEqual(names, set(answer.json), noun)

    def test_post_is_described_only_to_writers(self):
        description = self.ask('OPTIONS', 'hosts/', roles='reader')
        self.assertEqual(
            'GET, POST, HEAD, OPTIONS', description.headers['Allow']
        )
        self.assertEqual(['GET'], list(description.json['actions']))

    def test_every_path_is_described(self):
        for pattern in routes.ROUTES:
            path = re.sub(r'{\w+}', '1', pattern)
            answer = self.ask('OPTIONS', f'{path}/')
            self.assertEqual(200, answer.status_int, pattern)

    def test_a_description_costs_no_statement(self):
        with self.count_statements() as counter:
            self.ask('OPTIONS', 'hosts/')
        self.assertEqual([], counter.statements)


def _find_parameters(noun, version=None):
    """Return {parameter: None} of a list, of those that name no fields."""
    names = ['page', 'page_size']
    if resources.LISTS[noun].entity.search:
        names.append('search')
    if noun == 'hosts' and (version is None or version >= versions.FACTS):
        names.append('host_filter')
    return dict.fromkeys(names)
