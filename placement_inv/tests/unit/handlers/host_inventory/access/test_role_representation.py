import testtools

from placement_inv.handlers.host_inventory.access import role_representation
from placement_inv.objects.host_inventory.access import access_list
from placement_inv.objects.host_inventory.access import object_role
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestRole(testtools.TestCase):
    def test_a_role_names_its_object(self):
        row = object_role.ObjectRole(
            329, roles.INVENTORY, 5, 'Prod', 'use', 'use_role', 'Use', 'May'
        )
        body = role_representation.role(requests.make(), row)
        self.assertEqual('/api/v2/roles/329/', body['url'])
        self.assertEqual(
            {
                'users': '/api/v2/roles/329/users/',
                'teams': '/api/v2/roles/329/teams/',
                'inventory': '/api/v2/inventories/5/',
            },
            body['related'],
        )
        self.assertEqual('Prod', body['summary_fields']['resource_name'])


class TestAccess(testtools.TestCase):
    def make(self, *team):
        held = access_list.Holding(
            roles.INVENTORY,
            5,
            'Prod',
            roles.USE,
            (roles.USE, roles.READ),
            *(team or (None, None)),
        )
        return role_representation.access(requests.make(), held, True)

    def test_a_role_names_what_it_includes(self):
        body = self.make()
        self.assertEqual(['read_role', 'use_role'], body['descendant_roles'])
        self.assertEqual(
            roles.role_id(roles.INVENTORY, 5, roles.USE), body['role']['id']
        )
        self.assertNotIn('team_id', body['role'])

    def test_a_role_names_the_team_that_has_it(self):
        body = self.make(3, 'ops')
        self.assertEqual(3, body['role']['team_id'])
        self.assertEqual('ops', body['role']['team_name'])
