"""The strategy `keystone`: users, passwords and roles are Keystone's."""

import hmac
import logging
import secrets

from placement_inv.web import errors
from placement_inv.web import keystone_client
from placement_inv.web import keystone_directory
from placement_inv.web import logins
from placement_inv.web import password_checks
from placement_inv.web import timed_cache

LOG = logging.getLogger(__name__)

#: Where keystonemiddleware puts the data of the token of a request.
_VALIDATED = 'keystone.token_info'
#: The keys of the data of a token that has all roles of its user in its
#: project or domain. Tokens of application credentials, trusts and OAuth have
#: others: they may have less power than a personal access token would have.
_PLAIN_TOKEN = frozenset(
    (
        'audit_ids',
        # Keystoneclient adds three.
        'auth_token',
        'region_name',
        'version',
        'catalog',
        'domain',
        'expires_at',
        'is_admin_project',
        'is_domain',
        'issued_at',
        'methods',
        'project',
        'roles',
        'service_providers',
        'user',
    )
)


class Keystone(logins.Accounts):
    """Checks passwords with Keystone, and rechecks keys with it."""

    has_accounts = False

    def __init__(self, conf, threads=None):
        super().__init__(conf, threads)
        options = conf.host_inventory

        def seconds():
            return options.keystone_recheck_interval

        self._directory = keystone_directory.Directory(
            keystone_client.KeystoneClient(conf, threads),
            seconds,
            lambda: options.login_user_domain,
        )
        self._checks = password_checks.PasswordChecks(threads)
        self._logins = timed_cache.TimedCache(seconds)
        self._key = secrets.token_bytes(32)
        self._refusals = logins.Refusals()

    def find_roles(self, user):
        """Return None: a user has roles in projects, not by itself."""

    def find_identity(self, user_id, project_id, domain_id):
        """Return the `Identity` of a user whose key is rechecked.

        The arguments and errors are those of `Directory.find_identity`.
        """
        return self._directory.find_identity(user_id, project_id, domain_id)

    def knows_project(self, project_id):
        return self._directory.find_project(project_id) is not None

    def knows_domain(self, domain_id):
        return self._directory.find_domain(domain_id) is not None

    def log_in(self, name, password, address=None, remembers=False):
        """Return the Login of a name and a password; None for wrong ones.

        `address` is the client's. With `remembers`, a password that was right
        is believed until the next recheck. Raises TooManyAttempts,
        LoginNeedsProject and IdentityUnavailable.
        """
        login_name = keystone_directory.LoginName.parse(name)
        if login_name is None or not password:
            return None
        key = self._digest(name, password)

        def check():
            # The checks take None for one that ended in an error.
            return self._ask(login_name, password) or False

        def run_check():
            return self._checks.run(key, address, check) or None

        try:
            login = (
                self._logins.find(key, run_check) if remembers else run_check()
            )
        except errors.TooManyAttempts:
            self._refusals.add(name, address)
            raise
        if login is None:
            LOG.warning(
                'Keystone refuses the password of user %s from %s',
                logins.printable(name),
                logins.printable(address),
            )
        return login

    def scope_of(self, environ):
        """Return the project or the domain of a request, as columns.

        Raises DelegatedToken for a token with less power than its user has,
        and TokenNeedsProject for one without project and domain.
        """
        token = (environ.get(_VALIDATED) or {}).get('token', {})
        project_id = environ.get('HTTP_X_PROJECT_ID')
        domain_id = environ.get('HTTP_X_DOMAIN_ID')
        if not project_id and not domain_id:
            raise errors.TokenNeedsProject()
        if not _PLAIN_TOKEN.issuperset(token):
            raise errors.DelegatedToken()
        if project_id:
            return {'project_id': project_id}
        return {'domain_id': domain_id}

    def _ask(self, login_name, password):
        user = self._directory.log_in(login_name, password)
        if user is None:
            return None
        project_id = user.project_id or ''
        if not project_id:
            project_id = self._find_only_project(user.user_id)
        return logins.Login(user.user_id, user.username, project_id)

    def _find_only_project(self, user_id):
        """Return the project of a login that names none.

        Keystone has used the default project of the user, if there is one.
        """
        project_ids = self._directory.list_projects_of(user_id)
        if len(project_ids) != 1:
            raise errors.LoginNeedsProject(count=len(project_ids))
        return project_ids.pop()

    def _digest(self, name, password):
        """Return a digest that only this process can compute."""
        parts = (name.encode(), password.encode())
        # With their lengths, different parts never make the same text.
        text = b''.join(b'%d:%b' % (len(part), part) for part in parts)
        return hmac.digest(self._key, text, 'sha256')
