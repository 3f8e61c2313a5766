"""Allocations of consumers and providers over HTTP."""

import uuid

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world

_CONSUMER = f'/allocations/{world.uuid(9)}'
_BODY = {
    'allocations': {world.uuid(1): {'resources': {'VCPU': 2}}},
    'project_id': 'project',
    'user_id': 'user',
    'consumer_generation': None,
    'consumer_type': 'INSTANCE',
}


class TestConsumer(http.HandlerTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, DISK_GB=100)
        self.make_provider(2, VCPU=8)

    def test_amounts_are_grouped_by_provider(self):
        self.allocate(9, {1: {'VCPU': 2, 'DISK_GB': 5}, 2: {'VCPU': 1}})
        self.assertEqual(
            {
                world.uuid(1): {
                    'generation': 2,
                    'resources': {'VCPU': 2, 'DISK_GB': 5},
                },
                world.uuid(2): {'generation': 2, 'resources': {'VCPU': 1}},
            },
            self.send('GET', _CONSUMER).json['allocations'],
        )

    def test_versions_add_the_owner_the_generation_and_the_type(self):
        self.allocate(9, {1: {'VCPU': 2}}, type='INSTANCE')
        facts = {}
        for minor, more in (
            (11, {}),
            (12, {'project_id': 'project', 'user_id': 'user'}),
            (28, {'consumer_generation': 1}),
            (38, {'consumer_type': 'INSTANCE'}),
        ):
            facts |= more
            body = self.send('GET', _CONSUMER, minor=minor).json
            del body['allocations']
            self.assertEqual(facts, body, minor)

    def test_a_consumer_that_does_not_exist_has_no_owner(self):
        self.assertEqual({'allocations': {}}, self.send('GET', _CONSUMER).json)

    def test_the_path_may_spell_the_uuid_in_any_way(self):
        path = f'/allocations/{uuid.UUID(world.uuid(9)).hex.upper()}'
        self.assertEqual(204, self.send('PUT', path, _BODY).status_int)
        self.assertEqual({(world.uuid(1), 'VCPU'): 2}, self.list_amounts(9))

    def test_a_consumer_needs_a_uuid(self):
        response = self.send('PUT', '/allocations/none', _BODY)
        self.assert_error(400, 'Malformed consumer_uuid: none', response)

    def test_a_deleted_consumer_has_nothing_more_to_delete(self):
        self.send('PUT', _CONSUMER, _BODY)
        self.assertEqual(204, self.send('DELETE', _CONSUMER).status_int)
        self.assert_error(
            404, 'No allocations for consumer', self.send('DELETE', _CONSUMER)
        )


class TestProvider(http.HandlerTest):
    def test_amounts_are_grouped_by_consumer(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 2}})
        self.allocate(10, {1: {'VCPU': 1}})
        path = f'/resource_providers/{world.uuid(1)}/allocations'
        for minor, generation in ((27, {}), (28, {'consumer_generation': 1})):
            self.assertEqual(
                {
                    'allocations': {
                        world.uuid(9): {
                            'resources': {'VCPU': 2},
                            **generation,
                        },
                        world.uuid(10): {
                            'resources': {'VCPU': 1},
                            **generation,
                        },
                    },
                    'resource_provider_generation': 3,
                },
                self.send('GET', path, minor=minor).json,
            )
