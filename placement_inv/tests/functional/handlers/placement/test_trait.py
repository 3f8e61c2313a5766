"""Traits, and traits of providers, over HTTP."""

from placement_inv.tests.functional.handlers.placement import http
from placement_inv.tests.functional.objects.placement import world

_OF_PROVIDER = f'/resource_providers/{world.uuid(1)}/traits'


class TestTraits(http.HandlerTest):
    def test_put_creates_a_trait_once(self):
        self.assertEqual(404, self.send('GET', '/traits/CUSTOM_A').status_int)
        for status in (201, 204):
            response = self.send('PUT', '/traits/CUSTOM_A')
            self.assertEqual(status, response.status_int)
            self.assertTrue(
                response.headers['Location'].endswith('/traits/CUSTOM_A')
            )
        response = self.send('GET', '/traits/CUSTOM_A')
        self.assertEqual(204, response.status_int)
        self.assertIn('last-modified', response.headers)

    def test_the_list_follows_the_query(self):
        self.make_provider(1)
        for name in ('CUSTOM_A', 'CUSTOM_B'):
            self.send('PUT', f'/traits/{name}')
        self.send(
            'PUT',
            _OF_PROVIDER,
            {'traits': ['CUSTOM_B'], 'resource_provider_generation': 0},
        )
        for query, names in (
            ('name=startswith:CUSTOM_', ['CUSTOM_A', 'CUSTOM_B']),
            ('name=in:CUSTOM_A,CUSTOM_C', ['CUSTOM_A']),
            ('associated=true', ['CUSTOM_B']),
        ):
            response = self.send('GET', f'/traits?{query}')
            self.assertEqual({'traits': names}, response.json, query)
        self.assert_error(
            400, 'only accepts', self.send('GET', '/traits?associated=1')
        )


class TestTraitsOfProvider(http.HandlerTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1)

    def _replace(self, generation, *names):
        body = {
            'traits': names,
            'resource_provider_generation': generation,
        }
        return self.send('PUT', _OF_PROVIDER, body)

    def test_a_write_shows_what_a_read_shows(self):
        response = self._replace(0, 'HW_NIC_SRIOV', 'HW_CPU_X86_AVX')
        self.assertEqual(
            {
                'traits': ['HW_CPU_X86_AVX', 'HW_NIC_SRIOV'],
                'resource_provider_generation': 1,
            },
            response.json,
        )
        self.assertEqual(response.json, self.send('GET', _OF_PROVIDER).json)

    def test_an_old_generation_conflicts(self):
        self._replace(0, 'HW_NIC_SRIOV')
        self.assert_error(409, 'generation', self._replace(0))
        self.assert_error(400, 'No such trait NO', self._replace(1, 'NO'))

    def test_delete_removes_all_without_a_generation(self):
        self._replace(0, 'HW_NIC_SRIOV')
        self.assertEqual(204, self.send('DELETE', _OF_PROVIDER).status_int)
        self.assertEqual(
            {'traits': [], 'resource_provider_generation': 2},
            self.send('GET', _OF_PROVIDER).json,
        )
