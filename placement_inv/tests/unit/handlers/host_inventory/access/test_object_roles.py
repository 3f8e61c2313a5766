import json
from unittest import mock

import testtools

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory.access import object_roles
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestRolesInPaths(testtools.TestCase):
    def test_what_is_no_role_is_not_found(self):
        for text in ('admin', '0', '64', '1', '٣', '9' * 13, '9' * 40):
            req = requests.make(path_items={'id': text})
            self.assertRaises(
                domain_errors.NoMatch, object_roles.show.handler, req
            )


class TestPosts(testtools.TestCase):
    def post(self, document, error=None):
        req = requests.make(
            method='POST',
            path_items={'id': '3'},
            content_type='application/json',
            body=json.dumps(document).encode(),
        )
        with (
            mock.patch.object(object_roles.team, 'resolve', return_value=3),
            mock.patch.object(
                object_roles.grants, 'grant', side_effect=error
            ) as grant,
        ):
            answer = object_roles.post_to_team.handler(req)
        return answer, grant

    def test_the_id_of_the_body_says_which_role_and_object(self):
        role_id = roles.role_id(roles.INVENTORY, 5, roles.USE)
        answer, grant = self.post({'id': role_id})
        self.assertEqual(204, answer.status_int)
        grant.assert_called_once_with(
            mock.ANY,
            object_roles.grants.team(3),
            roles.INVENTORY,
            5,
            roles.USE,
        )

    def test_a_hidden_object_and_none_are_alike(self):
        role_id = roles.role_id(roles.INVENTORY, 5, roles.USE)
        hidden = self.assertRaises(
            domain_errors.NoSuchRelated,
            self.post,
            {'id': role_id},
            domain_errors.NoMatch(model='Inventory'),
        )
        none = self.assertRaises(
            domain_errors.NoSuchRelated, self.post, {'id': 63}
        )
        self.assertEqual(str(none), str(hidden))

    def test_an_id_is_required(self):
        self.assertRaises(errors.BadAssociation, self.post, {'name': 'x'})
