import testtools

from placement_inv.web import keystone_client
from placement_inv.web import keystone_directory

_NAME = keystone_directory.LoginName


class _Client:
    """A Keystone whose answers are in a dictionary."""

    def __init__(self, **rows):
        self.rows = {'domain/d': {'id': 'd', 'name': 'D', 'enabled': True}}
        self.rows |= rows
        self.roles = [keystone_client.Role('member', 'p')]
        self.queries = []
        self.names = None

    def find(self, kind, resource_id):
        return self.rows.get(f'{kind}/{resource_id}')

    def list_roles(self, **query):
        self.queries.append(query)
        return self.roles

    def log_in(self, _password, **names):
        self.names = names


def _row(row_id):
    return {
        'id': row_id,
        'name': row_id.upper(),
        'enabled': True,
        'domain_id': 'd',
    }


class TestLoginName(testtools.TestCase):
    def test_parts_may_be_left_out(self):
        for text, name in (
            ('alice', _NAME('alice')),
            ('a@example.org', _NAME('a@example.org')),
            ('alice++demo', _NAME('alice', 'demo')),
            ('alice++++Heat', _NAME('alice', '', 'Heat')),
            ('a++b++c++d', _NAME('a', 'b', 'c', 'd')),
            ('a++b++c++d++e', None),
            ('++demo', None),
            ('', None),
        ):
            self.assertEqual(name, _NAME.parse(text), text)


class TestDirectory(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.client = _Client(**{'user/u': _row('u'), 'project/p': _row('p')})
        self.directory = keystone_directory.Directory(
            self.client, lambda: 0, lambda: 'Default'
        )

    def test_headers_of_a_project(self):
        identity = self.directory.find_identity('u', 'p')
        self.assertEqual(
            {
                'HTTP_X_USER_ID': 'u',
                'HTTP_X_USER_NAME': 'U',
                'HTTP_X_USER_DOMAIN_ID': 'd',
                'HTTP_X_ROLES': 'member',
                'HTTP_X_PROJECT_ID': 'p',
                'HTTP_X_PROJECT_NAME': 'P',
                'HTTP_X_PROJECT_DOMAIN_ID': 'd',
            },
            identity.headers(),
        )
        self.assertEqual(
            [{'scope.project.id': 'p', 'user.id': 'u'}], self.client.queries
        )

    def test_headers_of_a_domain(self):
        headers = self.directory.find_identity('u', '', 'd').headers()
        self.assertEqual('d', headers['HTTP_X_DOMAIN_ID'])
        self.assertNotIn('HTTP_X_PROJECT_ID', headers)
        self.assertEqual(
            [{'scope.domain.id': 'd', 'user.id': 'u'}], self.client.queries
        )

    def test_whoever_is_gone_is_deleted(self):
        for scope in (('x', 'p'), ('u', 'x'), ('u', '', 'x')):
            self.assertRaises(
                keystone_directory.Deleted,
                self.directory.find_identity,
                *scope,
            )

    def test_a_disabled_domain_disables_all_in_it(self):
        self.client.rows['domain/d']['enabled'] = False
        self.assertIsNone(self.directory.find_identity('u', 'p'))

    def test_a_login_without_domain_is_in_the_usual_one(self):
        for name, names in (
            (_NAME('a'), {'user_domain_name': 'Default'}),
            (
                _NAME('a', 'p'),
                {
                    'user_domain_name': 'Default',
                    'project_name': 'p',
                    'project_domain_name': 'Default',
                },
            ),
            (
                _NAME('a', 'p', 'Heat'),
                {
                    'user_domain_name': 'Heat',
                    'project_name': 'p',
                    'project_domain_name': 'Heat',
                },
            ),
        ):
            self.directory.log_in(name, 'x')
            self.assertEqual({'username': 'a', **names}, self.client.names)
