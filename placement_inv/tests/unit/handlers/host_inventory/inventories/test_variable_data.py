"""`variable_data`: routes, and the language of the answers."""

import testtools

from placement_inv.handlers.host_inventory.inventories import variable_data
from placement_inv.tests.unit.handlers.host_inventory import requests

_JSON = 'application/json'
_YAML = 'application/yaml'


class TestAnswer(testtools.TestCase):
    def _answer(self, accept=None, query=''):
        headers = {'Accept': accept} if accept else {}
        return variable_data.answer(
            requests.make(f'/?{query}', headers=headers), {'b': ['ü'], 'a': 1}
        )

    def test_json_is_the_default(self):
        for accept in (None, '*/*', _JSON, f'{_YAML};q=0.5, {_JSON}'):
            answer = self._answer(accept)
            self.assertEqual(_JSON, answer.content_type, accept)
            self.assertEqual({'b': ['ü'], 'a': 1}, answer.json)

    def test_yaml_if_the_request_prefers_it(self):
        for options in ({'accept': _YAML}, {'query': 'format=yaml'}):
            answer = self._answer(**options)
            self.assertEqual(_YAML, answer.content_type, options)
            self.assertEqual('b:\n- ü\na: 1\n', answer.body.decode())


class TestRoutes(testtools.TestCase):
    def test_put_and_patch_replace_as_in_awx(self):
        routes = variable_data.routes('groups')
        self.assertIs(routes['PUT'], routes['PATCH'])

    def test_reading_and_writing_are_rights_of_their_own(self):
        routes = variable_data.routes('groups')
        self.assertEqual('host_inventory:groups:read', routes['GET'].rule)
        self.assertEqual('host_inventory:groups:write', routes['PUT'].rule)
