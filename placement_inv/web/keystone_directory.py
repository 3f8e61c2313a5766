"""What Keystone says of users, projects and roles.

Keys of this service (personal access tokens and sessions) are rechecked with
it, so that the power of a user who is disabled, or loses a role, ends soon.
"""

import dataclasses

from placement_inv import exceptions
from placement_inv.web import timed_cache

#: Separates the parts of a name for a login, as in named URLs.
_SEPARATOR = '++'
_MOST_PARTS = 4


class Deleted(exceptions.NotFound):
    """The user, or the project or domain, of a key exists no longer."""


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """A user in one project or domain, with its roles there."""

    user: dict
    roles: tuple
    project: dict | None = None
    domain: dict | None = None

    def headers(self):
        """Return the headers of keystonemiddleware that say the same."""
        headers = {
            'HTTP_X_USER_ID': self.user['id'],
            'HTTP_X_USER_NAME': self.user['name'],
            'HTTP_X_USER_DOMAIN_ID': self.user['domain_id'],
            'HTTP_X_ROLES': ','.join(self.roles),
        }
        if self.project:
            headers |= {
                'HTTP_X_PROJECT_ID': self.project['id'],
                'HTTP_X_PROJECT_NAME': self.project['name'],
                'HTTP_X_PROJECT_DOMAIN_ID': self.project['domain_id'],
            }
        else:
            headers |= {
                'HTTP_X_DOMAIN_ID': self.domain['id'],
                'HTTP_X_DOMAIN_NAME': self.domain['name'],
            }
        return headers


@dataclasses.dataclass(frozen=True, slots=True)
class LoginName:
    """The parts of `USER++PROJECT++DOMAIN++PROJECT_DOMAIN`.

    All but the first may be left out, or be empty.
    """

    user: str
    project: str = ''
    domain: str = ''
    project_domain: str = ''

    @classmethod
    def parse(cls, text):
        """Return the LoginName in a text; None if it is none."""
        parts = text.split(_SEPARATOR)
        if not parts[0] or len(parts) > _MOST_PARTS:
            return None
        return cls(*parts)


class Directory:
    """Asks Keystone, and remembers what it said for `seconds()`."""

    def __init__(self, client, seconds, default_domain):
        """`default_domain()` is the name of the domain of a login."""
        self._client = client
        self._default_domain = default_domain
        self._identities = timed_cache.TimedCache(seconds)
        self._resources = timed_cache.TimedCache(seconds)

    def find_identity(self, user_id, project_id='', domain_id=''):
        """Return the Identity of a user in a project, or else a domain.

        None if any of them is disabled, or the user has no role there. Raises
        Deleted.
        """
        return self._identities.find(
            (user_id, project_id, domain_id),
            lambda: self._ask_identity(user_id, project_id, domain_id),
        )

    def find_project(self, project_id):
        """Return Keystone's data of a project; None if there is none."""
        return self._find('project', project_id)

    def find_domain(self, domain_id):
        """Return Keystone's data of a domain; None if there is none."""
        return self._find('domain', domain_id)

    def log_in(self, name, password):
        """Return keystoneauth's AccessInfo of a LoginName and a password.

        None if Keystone refuses them. Without a project in the name, the
        scope is the user's default project, or none.
        """
        domain = name.domain or self._default_domain()
        scope = {}
        if name.project:
            scope = {
                'project_name': name.project,
                'project_domain_name': name.project_domain or domain,
            }
        return self._client.log_in(
            password, username=name.user, user_domain_name=domain, **scope
        )

    def list_projects_of(self, user_id):
        """Return the ids of the projects in which a user has a role."""
        query = {'user.id': user_id}
        roles = self._client.list_roles(**query)
        return {role.project_id for role in roles if role.project_id}

    def _find(self, kind, resource_id):
        return self._resources.find(
            (kind, resource_id), lambda: self._client.find(kind, resource_id)
        )

    def _ask_identity(self, user_id, project_id, domain_id):
        user = self._client.find('user', user_id)
        if user is None:
            raise Deleted()
        if project_id:
            scope = project = self._find_scope('project', project_id)
            query = {'scope.project.id': project_id}
        else:
            scope = self._find_scope('domain', domain_id)
            project = None
            query = {'scope.domain.id': domain_id}
        if not self._are_enabled(user, scope):
            return None
        query['user.id'] = user_id
        roles = {role.name for role in self._client.list_roles(**query)}
        if not roles:
            return None
        domain = None if project else scope
        return Identity(user, tuple(sorted(roles)), project, domain)

    def _find_scope(self, kind, resource_id):
        resource = self._client.find(kind, resource_id)
        if resource is None:
            raise Deleted()
        return resource

    def _are_enabled(self, *resources):
        """Tell whether resources are enabled, and the domains they are in."""
        ids = {each.get('domain_id') for each in resources} - {None}
        domains = [self.find_domain(domain_id) for domain_id in ids]
        return all(
            each is not None and each['enabled']
            for each in (*resources, *domains)
        )
