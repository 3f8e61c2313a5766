"""The id of the caller, and when it is looked up."""

from unittest import mock

import testtools

from placement_inv.handlers.host_inventory.http import current_user
from placement_inv.tests.unit.handlers.host_inventory import requests
from placement_inv.web import token_scope


class TestCurrentUser(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.services = mock.Mock()
        self.services.people.id_of.return_value = 7

    def _request(self, method='GET'):
        return requests.make(method=method, services=self.services)

    def test_only_requests_that_change_something_look_for_the_actor(self):
        for method in ('GET', 'HEAD', 'OPTIONS'):
            req = self._request(method)
            current_user.set_actor(req)
            self.assertIsNone(req.ctx.actor_id)
        self.services.people.id_of.assert_not_called()
        for method in ('POST', 'PUT', 'PATCH', 'DELETE'):
            req = self._request(method)
            current_user.set_actor(req)
            self.assertEqual(7, req.ctx.actor_id)

    def test_a_token_contains_the_id_of_its_user(self):
        req = self._request()
        req.environ[token_scope.KEY] = token_scope.TokenScope(12)
        self.assertEqual(12, current_user.caller_id(req))
        self.services.people.id_of.assert_not_called()
