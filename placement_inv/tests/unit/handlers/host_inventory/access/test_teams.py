import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import teams
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestPresent(testtools.TestCase):
    def test_a_team_has_its_organization_and_its_roles(self):
        row = requests.row(
            name='ops',
            organization_id=3,
            organization_name='Engineering',
            organization_description='',
        )
        body = teams.present(requests.make(), row)
        self.assertEqual('team', body['type'])
        self.assertEqual(3, body['organization'])
        self.assertEqual(
            '/api/v2/organizations/3/', body['related']['organization']
        )
        self.assertEqual(
            {'admin_role', 'member_role', 'read_role'},
            set(body['summary_fields']['object_roles']),
        )

    def test_every_endpoint_begins_with_the_version_that_has_teams(self):
        for endpoint in (teams.index, teams.create, teams.show, teams.delete):
            self.assertEqual(versions.TENANTS, endpoint.since)
