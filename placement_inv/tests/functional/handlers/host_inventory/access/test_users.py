"""Users over HTTP: rows that the authentication creates."""

from placement_inv.tests.functional.handlers.host_inventory import api


class TestUsers(api.ApiTest):
    __test__ = True

    def _names(self, path='users/', **options):
        answer = self.ask('GET', path, **options)
        return [row['username'] for row in answer.json['results']]

    def test_the_first_request_of_a_user_creates_the_row(self):
        self.assertEqual(['admin'], self._names())
        self.assertEqual(['alice'], self._names('me/', user='alice'))
        self.assertEqual(['admin', 'alice'], self._names())

    def test_a_user_is_found_by_id_and_by_name(self):
        row = self.ask('GET', 'me/').json['results'][0]
        for key in (row['id'], 'admin'):
            self.assertEqual(row, self.ask('GET', f'users/{key}/').json)
        for key in ('nobody', 'admin++admin', row['id'] + 1):
            self.assertEqual(
                404, self.ask('GET', f'users/{key}/').status_int, key
            )

    def test_the_roles_of_the_request_make_its_caller_a_superuser(self):
        for roles, is_superuser in (('admin', True), ('reader', False)):
            row = self.ask('GET', 'me/', roles=roles).json['results'][0]
            self.assertEqual(is_superuser, row['is_superuser'], roles)

    def test_the_roles_of_the_caller_are_not_those_of_other_users(self):
        self._names('me/', user='alice', roles='reader')
        self.assertFalse(self.ask('GET', 'users/alice/').json['is_superuser'])
