"""Resource providers over HTTP."""

import uuid

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world

_LIST = '/resource_providers'
_ONE = f'{_LIST}/{world.uuid(1)}'


class TestResourceProviders(http.HandlerTest):
    def test_post_shows_the_provider_from_1_20_on(self):
        for minor, status in ((19, 201), (20, 200)):
            number = minor
            response = self.send(
                'POST',
                _LIST,
                {'name': f'node {number}', 'uuid': world.uuid(number)},
                minor,
            )
            self.assertEqual(status, response.status_int)
            self.assertTrue(
                response.headers['Location'].endswith(
                    f'{_LIST}/{world.uuid(number)}'
                )
            )
            self.assertEqual(status == 200, bool(response.body))

    def test_a_provider_without_a_uuid_gets_one(self):
        body = self.send('POST', _LIST, {'name': 'node'}).json
        self.assertEqual(body['uuid'], str(uuid.UUID(body['uuid'])))
        self.assertEqual(body['uuid'], body['root_provider_uuid'])

    def test_spellings_of_one_uuid_are_one_provider(self):
        self.make_provider(1)
        spelling = uuid.UUID(world.uuid(1)).hex
        response = self.send('POST', _LIST, {'name': 'x', 'uuid': spelling})
        self.assert_error(409, f'uuid: {world.uuid(1)}', response)

    def test_put_without_a_parent_keeps_the_parent(self):
        self.make_provider(1)
        child = {'name': 'child', 'parent_provider_uuid': world.uuid(1)}
        uuid_of_child = self.send('POST', _LIST, child).json['uuid']
        path = f'{_LIST}/{uuid_of_child}'
        body = self.send('PUT', path, {'name': 'renamed'}).json
        self.assertEqual(
            ('renamed', world.uuid(1)),
            (body['name'], body['parent_provider_uuid']),
        )
        body = {'name': 'renamed', 'parent_provider_uuid': None}
        for minor, status in ((36, 400), (37, 200)):
            response = self.send('PUT', path, body, minor)
            self.assertEqual(status, response.status_int, minor)
        self.assertIsNone(response.json['parent_provider_uuid'])

    def test_the_list_follows_the_query_and_the_version(self):
        self.make_provider(1, VCPU=8)
        self.make_provider(2)
        body = self.send('GET', f'{_LIST}?resources=VCPU:8', minor=13).json
        (one,) = body['resource_providers']
        self.assertEqual(world.uuid(1), one['uuid'])
        self.assertNotIn('root_provider_uuid', one)
        body = self.send('GET', _LIST, minor=14).json
        self.assertEqual(
            [world.uuid(1), world.uuid(2)],
            [
                each['root_provider_uuid']
                for each in body['resource_providers']
            ],
        )

    def test_a_deleted_provider_is_not_found(self):
        self.make_provider(1)
        self.assertEqual(204, self.send('DELETE', _ONE).status_int)
        for method in ('GET', 'DELETE'):
            self.assert_error(
                404, 'No resource provider', self.send(method, _ONE)
            )
