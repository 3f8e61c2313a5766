"""A cloud: two projects, a user for each role, and the service's own user."""

import fixtures

from placement_inv.tests.keystone import server

ROLES = ('admin', 'manager', 'member', 'reader', 'service')
#: The user by whom the service validates tokens.
SERVICE_USER = 'placement'


class Cloud(fixtures.Fixture):
    """A Keystone with projects `mine` and `other`.

    In `mine` each role has a user of its name, and `stranger` has none; in
    `other`, `neighbor` is a member. `lord` is a manager of the domain
    `Estate`. `users`, `projects` and `domains` are ids by name.
    """

    def _setUp(self):
        self.keystone = self.useFixture(server.KeystoneServer())
        admin = self.keystone.admin
        self.projects = {
            name: admin.create('project', name=name, domain_id='default')
            for name in ('mine', 'other', 'service')
        }
        self.domains = {'Estate': admin.create('domain', name='Estate')}
        self.users = {}
        for name in (*ROLES, 'stranger', 'neighbor', 'lord', SERVICE_USER):
            self.users[name] = admin.create(
                'user', name=f'{name}-user', password=f'{name}-user-password'
            )
        for role in ROLES:
            self.assign(role, role, 'mine')
        self.assign('member', 'neighbor', 'other')
        admin.assign(
            'manager',
            self.users['lord'],
            'domains',
            self.domains['Estate'],
        )
        for role in ('service', 'admin'):
            self.assign(role, SERVICE_USER, 'service')

    def assign(self, role, user, project, method='PUT'):
        """Give a user a role on a project; with DELETE, take it away."""
        self.keystone.admin.assign(
            role,
            self.users[user],
            'projects',
            self.projects[project],
            method,
        )

    def auth(self, user, **scope):
        """Return the `auth` object of a user of this cloud."""
        return server.password_of(f'{user}-user', **scope)

    def token(self, user, **scope):
        """Return a token of a user, for the project `mine` by default."""
        return self.keystone.token(
            self.auth(user, **(scope or {'project': 'mine'}))
        )

    def register(self, url):
        """Put the endpoints of both families at `url` into the catalog."""
        for type_, path in (('placement', ''), ('host-inventory', '/api/v2')):
            service_id = self.keystone.admin.create(
                'service', name=type_, type=type_
            )
            self.keystone.admin.create(
                'endpoint',
                service_id=service_id,
                interface='public',
                region_id='RegionOne',
                url=f'{url}{path}',
            )
