"""The inventories of a provider over HTTP."""

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world

_PATH = f'/resource_providers/{world.uuid(1)}/inventories'
_FULL = {'total': 8, 'reserved': 8}


class TestInventories(http.HandlerTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1)

    def test_all_of_an_inventory_may_be_reserved_from_1_26_on(self):
        for minor, status in ((25, 400), (26, 201)):
            response = self.send(
                'POST', _PATH, {'resource_class': 'VCPU', **_FULL}, minor
            )
            self.assertEqual(status, response.status_int, minor)
        for minor, status in ((25, 400), (26, 200)):
            body = {**_FULL, 'resource_provider_generation': 1}
            response = self.send('PUT', f'{_PATH}/VCPU', body, minor)
            self.assertEqual(status, response.status_int, minor)
        for minor, status in ((25, 400), (26, 200)):
            body = {
                'inventories': {'VCPU': _FULL},
                'resource_provider_generation': 2,
            }
            response = self.send('PUT', _PATH, body, minor)
            self.assertEqual(status, response.status_int, minor)

    def test_omitted_amounts_have_defaults(self):
        response = self.send(
            'POST', _PATH, {'resource_class': 'VCPU', 'total': 8}
        )
        self.assertTrue(
            response.headers['Location'].endswith(f'{_PATH}/VCPU'), response
        )
        self.assertEqual(
            {
                'total': 8,
                'reserved': 0,
                'min_unit': 1,
                'max_unit': 2**31 - 1,
                'step_size': 1,
                'allocation_ratio': 1.0,
                'resource_provider_generation': 1,
            },
            response.json,
        )

    def test_a_response_to_a_write_shows_what_a_read_shows(self):
        response = self.send(
            'PUT',
            _PATH,
            {
                'inventories': {
                    'DISK_GB': {'total': 10.0, 'allocation_ratio': 1.5},
                    'VCPU': {'total': 8, 'step_size': 2},
                },
                'resource_provider_generation': 0,
            },
        )
        self.assertEqual(self.send('GET', _PATH).json, response.json)
        one = self.send('GET', f'{_PATH}/DISK_GB').json
        self.assertEqual(1, one.pop('resource_provider_generation'))
        self.assertEqual(response.json['inventories']['DISK_GB'], one)

    def test_all_are_deleted_from_1_5_on(self):
        self.set_inventories(1, VCPU=8, DISK_GB=10)
        response = self.send('DELETE', _PATH, minor=4)
        self.assertEqual(405, response.status_int)
        self.assertEqual(204, self.send('DELETE', _PATH, minor=5).status_int)
        self.assertEqual({}, self.send('GET', _PATH).json['inventories'])
