"""The facts of many hosts over HTTP: windows, bodies and their errors."""

from placement_inv.tests.functional.handlers.host_inventory import api


class TestRead(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        inventory = self.make_inventory()
        self.path = f'inventories/{inventory.id}/ansible_facts/'
        self.names = ['a', 'b&c', 'd']
        for name in self.names:
            self.make_host(inventory, name)
        self.ask('PATCH', self.path, {'hosts': {'a': {'x': 1}}})

    def _names(self, body):
        return [row['name'] for row in body['results']]

    def test_next_leads_through_all_hosts(self):
        path, names = f'{self.path}?page_size=1', []
        while path:
            body = self.ask('GET', path).json
            names += self._names(body)
            path = body['next']
        self.assertEqual(self.names, names)

    def test_next_leads_on_below_the_names_of_an_inventory(self):
        body = self.ask(
            'GET',
            'inventories/Production++Production Ltd/ansible_facts/'
            '?page_size=1',
        ).json
        self.assertIn('/Production%2B%2BProduction%20Ltd/', body['next'])
        self.assertEqual(
            ['b&c'], self._names(self.ask('GET', body['next']).json)
        )

    def test_names_select_hosts(self):
        for query, names in (
            ('name=d', ['d']),
            ('name=x', []),
            ('name__gte=b%26c', ['b&c', 'd']),
            ('name__gt=b%26c', ['d']),
        ):
            body = self.ask('GET', f'{self.path}?{query}').json
            self.assertEqual(names, self._names(body), query)
            self.assertIsNone(body['next'])

    def test_facts_come_with_their_version(self):
        first, second, _third = self.ask('GET', self.path).json['results']
        self.assertEqual(
            ({'x': 1}, 1), (first['ansible_facts'], first['version'])
        )
        self.assertIsNotNone(first['ansible_facts_modified'])
        self.assertEqual(
            (None, None), (second['version'], second['ansible_facts_modified'])
        )

    def test_other_parameters_are_refused(self):
        for query in ('page=1', 'bogus=1', 'page_size=0', 'page_size=x'):
            answer = self.ask('GET', f'{self.path}?{query}')
            self.assertEqual(400, answer.status_int, query)
            self.assertIn('Invalid request for facts', answer.json['detail'])


class TestMerge(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        inventory = self.make_inventory()
        self.path = f'inventories/{inventory.id}/ansible_facts/'
        for name in ('a', 'b'):
            self.make_host(inventory, name)

    def _merge(self, hosts, **more):
        return self.ask('PATCH', self.path, {'hosts': hosts, **more})

    def test_hosts_that_do_not_exist_are_named(self):
        body = self._merge({'a': {'x': 1}, 'nobody': {'x': 1}}).json
        self.assertEqual(['a'], list(body['hosts']))
        self.assertEqual(1, body['hosts']['a']['version'])
        self.assertEqual(['nobody'], body['unknown'])
        self.assertEqual({}, body['refused'])

    def test_null_deletes_the_facts_of_a_host(self):
        self._merge({'a': {'x': 1}, 'b': {'x': 1}})
        self._merge({'a': None})
        rows = self.ask('GET', self.path).json['results']
        self.assertEqual(
            [{}, {'x': 1}], [row['ansible_facts'] or {} for row in rows]
        )

    def test_a_body_of_another_shape_changes_nothing(self):
        for answer in (
            self.ask('PATCH', self.path, {}),
            self._merge([]),
            self._merge(None),
            self._merge({'a': {'x': 1}}, more=1),
            self._merge({'a': {'x': 1}, 'b': 7}),
            self._merge({'a': {'x': 1}, 'b\0': {}}),
            self._merge({f'h{number}': {} for number in range(1001)}),
        ):
            self.assertEqual(400, answer.status_int, answer.text)
            self.assertIn('Invalid request for facts', answer.json['detail'])
        rows = self.ask('GET', self.path).json['results']
        self.assertEqual([None, None], [row['version'] for row in rows])
