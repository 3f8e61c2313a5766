"""Users and passwords, by the strategy of authentication.

Each strategy has these methods:

* `check_password` of a user, and `log_in` with a name and a password, which
  returns a `logins.Login`, None if they are wrong;
* `scope_of` a request that creates a token: more columns of its row;
* `knows_project` and `knows_domain`: whether an organization may have this
  id;
* `find_roles` of a user, None for one who may not call;
* `password_fingerprint` of a user, which changes with the password, and
  `accepts_fingerprint` for the one that a token was created with;
* `lacks` a user, `former_users` and `forget`: users whose accounts were
  deleted. Their sessions and tokens are ended, then they are forgotten.
"""

import logging

from placement_inv.policies import host_inventory
from placement_inv.web import errors
from placement_inv.web import htpasswd
from placement_inv.web import keystone_credentials
from placement_inv.web import logins
from placement_inv.web import password_checks

LOG = logging.getLogger(__name__)

ADMIN = 'admin'

#: The start of the ids of accounts.
_ACCOUNT = 'account:'


def create(conf, threads=None):
    """Return the credentials of `[api]auth_strategy`.

    `threads` is the number of the server's threads; None if it is unknown.
    """
    return _STRATEGIES[conf.api.auth_strategy](conf, threads)


class NoAuth(logins.Accounts):
    """Accepts every user name without a password; `admin` is the admin."""

    def check_password(self, user, password, address=None):
        return bool(user)

    def find_roles(self, user):
        return ADMIN if user == ADMIN else ''


class Htpasswd(logins.Accounts):
    """Users are in an htpasswd file, or have accounts of this service.

    The users of the file have the same roles. An account has the role of
    accounts, and those of its marks. A name of the file is that of the file's
    user.
    """

    def __init__(self, conf, threads=None):
        super().__init__(conf, threads)
        self._conf = conf
        self._passwords = htpasswd.Passwords(
            conf.api.http_basic_auth_user_file,
            checks=password_checks.PasswordChecks(threads),
            find_entry=self._find_hash,
        )
        self._roles = ','.join(conf.api.http_basic_roles)
        self._refusals = logins.Refusals()

    def check_password(self, user, password, address=None):
        try:
            is_right = self._passwords.check_password(user, password, address)
        except errors.TooManyAttempts:
            self._refusals.add(user, address)
            raise
        if not is_right:
            LOG.warning(
                'The password of user %s from %s is wrong, or there is no '
                'such user',
                logins.printable(user),
                logins.printable(address),
            )
        return is_right

    def _find_hash(self, name):
        account = self.accounts.by_name(name)
        return account and account.password_hash

    def log_in(self, name, password, address=None):
        is_in_file = self._passwords.knows(name)
        if not self.check_password(name, password, address):
            return None
        if self._passwords.knows(name) != is_in_file:
            # The file changed meanwhile: whose password it was is not known.
            return None
        if is_in_file:
            return logins.Login(name, name)
        account = self.accounts.by_name(name)
        # It may have been deleted during the check.
        return account and logins.Login(account.external_id, name)

    def knows_name(self, name):
        return self._passwords.knows(name)

    def name_of(self, user):
        account = self._account(user)
        return account.name if account else user

    def _account(self, user):
        """Return the account with an id, None for other users."""
        if not is_account(user):
            return None
        return self.accounts.by_id(user)

    def find_roles(self, user):
        if not is_account(user):
            return self._roles if self._passwords.knows(user) else None
        account = self._account(user)
        return account and ','.join(_list_roles(account))

    def password_fingerprint(self, user):
        account = self._account(user)
        if account:
            return htpasswd.fingerprint(account.password_hash)
        return self._passwords.password_fingerprint(user)

    def accepts_fingerprint(self, user, fingerprint):
        """Tell whether a token with this fingerprint is valid.

        The fingerprint is None for tokens of an earlier release, and '' for
        tokens that were created with `noauth2`, without a password.
        """
        if self._conf.host_inventory.tokens_end_with_password:
            return bool(
                fingerprint
            ) and fingerprint == self.password_fingerprint(user)
        return fingerprint != ''

    def lacks(self, user):
        if is_account(user):
            return self._account(user) is None
        return self._passwords.lacks(user)

    def former_users(self):
        return self._passwords.former_users()

    def forget(self, user):
        self._passwords.forget(user)


def is_account(user):
    """Tell whether an id in the authentication is that of an account.

    No name of an htpasswd file has a colon.
    """
    return user.startswith(_ACCOUNT)


def _list_roles(account):
    yield host_inventory.ACCOUNT_ROLE
    if account.is_superuser:
        yield ADMIN
    if account.is_system_auditor:
        yield host_inventory.AUDITOR_ROLE


_STRATEGIES = {
    'noauth2': NoAuth,
    'http_basic': Htpasswd,
    'keystone': keystone_credentials.Keystone,
}
