"""Constructed inventories over HTTP: bodies, inputs and errors."""

from placement_inv.tests.functional.handlers.host_inventory import api


class TestConstructed(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.regular = self.make_inventory()
        self.row = self.create(
            'constructed_inventories/',
            name='Together',
            organization=self.regular.organization.id,
            limit='web*',
        )
        self.inputs = f'inventories/{self.row["id"]}/input_inventories/'

    def test_a_body_has_the_settings_of_the_source_instead_of_a_filter(self):
        plain = self.ask('GET', f'inventories/{self.row["id"]}/').json
        self.assertIn('host_filter', plain)
        for body in (
            self.row,
            self.ask('GET', self.row['url']).json,
            self.ask('GET', 'constructed_inventories/').json['results'][0],
        ):
            self.assertEqual('web*', body['limit'])
            self.assertEqual(0, body['update_cache_timeout'])
            self.assertFalse(
                {'host_filter', 'host_filter_language'} & set(body)
            )

    def test_other_inventories_are_not_found_there(self):
        path = f'constructed_inventories/{self.regular.id}/'
        for method in ('GET', 'PATCH', 'DELETE'):
            body = {'name': 'x'} if method == 'PATCH' else None
            answer = self.ask(method, path, body)
            self.assertEqual(404, answer.status_int, method)
        self.assertEqual(
            1, self.ask('GET', 'constructed_inventories/').json['count']
        )

    def test_an_input_is_an_inventory_that_exists(self):
        answer = self.ask('POST', self.inputs, {'name': 'new'})
        self.assertEqual(
            (400, {'msg': "Inventory 'id' field is missing."}),
            (answer.status_int, answer.json),
        )

    def test_inputs_are_listed_in_their_order_and_removed(self):
        other = self.make_inventory(
            'Other', organization_id=self.regular.organization_id
        )
        for inventory in (other, self.regular):
            answer = self.ask('POST', self.inputs, {'id': inventory.id})
            self.assertEqual(204, answer.status_int)
        self.assertEqual([other.id, self.regular.id], self._list_inputs())
        self.ask('POST', self.inputs, {'id': other.id, 'disassociate': True})
        self.assertEqual([self.regular.id], self._list_inputs())

    def _list_inputs(self):
        results = self.ask('GET', self.inputs).json['results']
        return [row['id'] for row in results]

    def test_a_change_needs_the_present_generation(self):
        for generation, status in ((7, 409), (0, 200)):
            answer = self.ask(
                'PATCH',
                self.row['url'],
                {'limit': 'db*', 'generation': generation},
            )
            self.assertEqual(status, answer.status_int, answer.text)
        self.assertEqual('db*', answer.json['limit'])

    def test_a_response_has_an_entity_tag(self):
        tag = self.ask('GET', self.row['url']).headers['ETag']
        answer = self.ask(
            'GET', self.row['url'], headers={'If-None-Match': tag}
        )
        self.assertEqual(304, answer.status_int)

    def test_deletion_runs_in_the_background(self):
        self.assertEqual(202, self.ask('DELETE', self.row['url']).status_int)
        self.assertEqual(
            0, self.ask('GET', 'constructed_inventories/').json['count']
        )
