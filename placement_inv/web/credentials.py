"""Users and passwords, by the strategy of authentication.

Each strategy has these methods:

* `check_password` of a user;
* `find_roles` of a user, None for one who may not call;
* `password_fingerprint` of a user, which changes with the password, and
  `accepts_fingerprint` for the one that a token was created with;
* `lacks` a user, `former_users` and `forget`: users whose accounts were
  deleted. Their sessions and tokens are ended, then they are forgotten.

Where `issues_tokens` is false there are no sessions and personal access
tokens: another service decides with every request who may call.
"""

import logging
import threading
import time

from placement_inv.web import errors
from placement_inv.web import htpasswd
from placement_inv.web import password_checks

LOG = logging.getLogger(__name__)

ADMIN = 'admin'

#: The most characters of a name from a request in a line of the log.
_LOGGED_NAME = 64
#: Seconds between two lines about refused attempts.
_SECONDS_BETWEEN_LINES = 10


def create(conf, threads=None):
    """Return the credentials of `[api]auth_strategy`.

    `threads` is the number of the server's threads; None if it is unknown.
    """
    return _STRATEGIES[conf.api.auth_strategy](conf, threads)


class _Accounts:
    """The methods of strategies without accounts of their own."""

    issues_tokens = True

    def __init__(self, _conf, _threads=None):
        """Accept the arguments of all strategies."""

    def password_fingerprint(self, user):
        return ''

    def accepts_fingerprint(self, user, fingerprint):
        return True

    def lacks(self, user):
        return False

    def former_users(self):
        return ()

    def forget(self, user):
        """Do nothing: no user is remembered."""


class NoAuth(_Accounts):
    """Accepts every user name without a password; `admin` is the admin."""

    def check_password(self, user, password, address=None):
        return bool(user)

    def find_roles(self, user):
        return ADMIN if user == ADMIN else ''


class Htpasswd(_Accounts):
    """Users are in an htpasswd file; all of them have the same roles."""

    def __init__(self, conf, threads=None):
        self._conf = conf
        self._passwords = htpasswd.Passwords(
            conf.api.http_basic_auth_user_file,
            checks=password_checks.PasswordChecks(threads),
        )
        self._roles = ','.join(conf.api.http_basic_roles)
        self._refusals = _Refusals()

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
                _printable(user),
                _printable(address),
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


class Keystone(_Accounts):
    """Keystone has the users; this service sees no passwords."""

    issues_tokens = False

    def check_password(self, user, password, address=None):
        return False

    def find_roles(self, user):
        return None


class _Refusals:
    """Logs refused attempts, one line for many of them."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._count = 0
        self._next_line = clock()

    def add(self, user, address):
        with self._lock:
            self._count += 1
            if self._clock() < self._next_line:
                return
            count, self._count = self._count, 0
            self._next_line = self._clock() + _SECONDS_BETWEEN_LINES
        LOG.warning(
            'Too many passwords are being checked: refused %d attempts, the '
            'last for user %s from %s',
            count,
            _printable(user),
            _printable(address),
        )


def _printable(text):
    """Return text of a client in ASCII, shortened, for one line of the log."""
    return ascii((text or '')[:_LOGGED_NAME])


_STRATEGIES = {
    'noauth2': NoAuth,
    'http_basic': Htpasswd,
    'keystone': Keystone,
}
