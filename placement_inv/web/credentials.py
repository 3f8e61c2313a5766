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

from placement_inv.web import errors
from placement_inv.web import htpasswd
from placement_inv.web import keystone_credentials
from placement_inv.web import logins
from placement_inv.web import password_checks

LOG = logging.getLogger(__name__)

ADMIN = 'admin'


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
    """Users are in an htpasswd file; all of them have the same roles."""

    def __init__(self, conf, threads=None):
        self._conf = conf
        self._passwords = htpasswd.Passwords(
            conf.api.http_basic_auth_user_file,
            checks=password_checks.PasswordChecks(threads),
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

    def find_roles(self, user):
        return self._roles if self._passwords.knows(user) else None

    def password_fingerprint(self, user):
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
        return self._passwords.lacks(user)

    def former_users(self):
        return self._passwords.former_users()

    def forget(self, user):
        self._passwords.forget(user)


_STRATEGIES = {
    'noauth2': NoAuth,
    'http_basic': Htpasswd,
    'keystone': keystone_credentials.Keystone,
}
