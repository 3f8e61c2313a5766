"""The aggregates of a provider over HTTP."""

import uuid

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world

_PATH = f'/resource_providers/{world.uuid(1)}/aggregates'
_FIRST, _SECOND = world.uuid(50), world.uuid(51)


class TestAggregates(http.HandlerTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1)

    def test_spellings_of_one_uuid_are_one_aggregate(self):
        spelling = uuid.UUID(_FIRST).hex.upper()
        response = self.send(
            'PUT',
            _PATH,
            {
                'aggregates': [_SECOND, spelling, _FIRST],
                'resource_provider_generation': 0,
            },
        )
        self.assertEqual([_SECOND, _FIRST], response.json['aggregates'])
        self.assertCountEqual(
            [_FIRST, _SECOND], self.send('GET', _PATH).json['aggregates']
        )

    def test_the_generation_is_neither_shown_nor_advanced_before_1_19(self):
        response = self.send('PUT', _PATH, [_FIRST], minor=18)
        self.assertEqual({'aggregates': [_FIRST]}, response.json)
        self.assertEqual(
            {'aggregates': [_FIRST]}, self.send('GET', _PATH, minor=18).json
        )
        self.assertEqual(
            {'aggregates': [_FIRST], 'resource_provider_generation': 0},
            self.send('GET', _PATH, minor=19).json,
        )

    def test_an_old_generation_conflicts(self):
        body = {'aggregates': [_FIRST], 'resource_provider_generation': 0}
        self.assertEqual(
            {**body, 'resource_provider_generation': 1},
            self.send('PUT', _PATH, body).json,
        )
        response = self.send('PUT', _PATH, {**body, 'aggregates': []})
        self.assert_error(409, 'generation already changed', response)
        self.assertEqual([_FIRST], self.send('GET', _PATH).json['aggregates'])
