"""Organizations over HTTP: what they count, and how they are deleted."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional.handlers.host_inventory import api


class TestOrganizations(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.make_host(self.inventory)
        self.path = f'organizations/{self.inventory.organization.id}/'

    def _counts(self, version=versions.history.last):
        body = self.ask('GET', self.path, version=version).json
        counts = body['summary_fields']['related_field_counts']
        return counts['inventories'], counts['hosts'], counts['teams']

    def test_an_organization_counts_inventories_and_hosts(self):
        self.assertEqual((1, 1, 0), self._counts())

    def test_pending_inventories_count_until_they_are_hidden(self):
        self.ask('DELETE', f'inventories/{self.inventory.id}/')
        for version, count in (
            (versions.CHANGE_RECORD, 1),
            (versions.HIDDEN_DELETIONS, 0),
        ):
            self.assertEqual(count, self._counts(version)[0], version)

    def test_only_its_own_path_shows_its_named_url(self):
        detail = self.ask('GET', self.path).json
        (row,) = self.ask('GET', 'organizations/').json['results']
        path = detail['related'].pop('named_url')
        self.assertEqual(row, detail)
        self.assertEqual(row['id'], self.ask('GET', path).json['id'])

    def test_the_inventories_of_an_organization_are_a_list(self):
        self.make_inventory('Other')
        body = self.ask('GET', f'{self.path}inventories/').json
        self.assertEqual(
            ['Production'], [row['name'] for row in body['results']]
        )
        answer = self.ask('GET', 'organizations/999/inventories/')
        self.assertEqual(404, answer.status_int)

    def test_a_name_is_unique(self):
        name = self.inventory.organization.name
        answer = self.ask('POST', 'organizations/', {'name': name})
        self.assertEqual(
            (400, ['name']), (answer.status_int, list(answer.json))
        )

    def test_deletion_is_immediate_or_in_the_background(self):
        other = self.make_inventory('Other')
        for inventory, version, status in (
            (self.inventory, versions.MANAGED_BY, 200),
            (other, versions.FIRST, 404),
        ):
            answer = self.ask(
                'DELETE',
                f'organizations/{inventory.organization.id}/',
                version=version,
            )
            self.assertEqual(204, answer.status_int)
            # A later one asks before it hides what is pending.
            answer = self.ask(
                'GET', f'inventories/{inventory.id}/', version=version
            )
            self.assertEqual(status, answer.status_int, version)
