"""Bulk edits over HTTP: the result of each item, in its place."""

from placement_inv.tests.functional.handlers.host_inventory import api
from placement_inv.tests.functional.objects.host_inventory import world


class TestBulkEdits(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.host = self.make_host(self.inventory)

    def _upsert(self, *items, mode='best_effort'):
        return self.ask(
            'POST',
            'bulk/host_upsert/',
            {'inventory': self.inventory.id, 'hosts': items, 'mode': mode},
        )

    def test_each_item_has_its_result_in_its_place(self):
        body = self._upsert(
            {'name': 'new'}, {'name': 'web01'}, {}, 7, {'name': 'x', 'id': 1}
        ).json
        self.assertEqual(
            {'created': 1, 'unchanged': 1, 'failed': 3}, body['counts']
        )
        self.assertEqual(
            [0, 1, 2, 3, 4], [result['index'] for result in body['results']]
        )
        self.assertEqual(
            [['name'], ['__all__'], ['id']],
            [list(result['errors']) for result in body['results'][2:]],
        )

    def test_a_failed_item_has_no_url(self):
        success, failure = self._upsert({'name': 'web01'}, {}).json['results']
        self.assertEqual(
            (self.host.id, 'web01', f'/api/v2/hosts/{self.host.id}/'),
            (success['id'], success['name'], success['url']),
        )
        self.assertFalse({'name', 'url'} & set(failure))
        self.assertIsNone(failure['id'])

    def test_an_atomic_request_names_the_bad_items_alone(self):
        answer = self._upsert({'name': 'new'}, {}, mode='atomic')
        self.assertEqual(400, answer.status_int)
        self.assertEqual(
            {'hosts': {'1': {'name': ['This field is required.']}}},
            answer.json,
        )
        self.assertEqual(1, self.ask('GET', 'hosts/').json['count'])

    def test_an_invalid_id_is_an_error_of_the_item(self):
        group = world.make_group(self.ctx, self.inventory.id, 'web')
        body = self.ask(
            'POST',
            'bulk/host_associate/',
            {
                'group': group.id,
                'hosts': [self.host.id, 'x', 0],
                'mode': 'best_effort',
            },
        ).json
        self.assertEqual(
            [False, True, True],
            ['errors' in result for result in body['results']],
        )
        self.assertEqual(
            {'id': ['A valid integer is required.']},
            body['results'][1]['errors'],
        )

    def test_a_patch_cannot_rename(self):
        body = self.ask(
            'POST',
            'bulk/host_patch/',
            {
                'hosts': [
                    {'id': self.host.id, 'name': 'x'},
                    {'id': self.host.id, 'enabled': False},
                ],
                'mode': 'best_effort',
            },
        ).json
        self.assertEqual(
            ['failed', 'updated'],
            [result['status'] for result in body['results']],
        )

    def test_too_many_items_are_refused(self):
        self.set_option('max_bulk_hosts', 1)
        answer = self._upsert({'name': 'a'}, {'name': 'b'})
        self.assertEqual(400, answer.status_int)
        self.assertIn('BULK_HOST_MAX_CREATE', answer.text)
