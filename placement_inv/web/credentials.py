"""What each strategy of authentication says of users and passwords.

`prove` a user's password, the `roles_of` a user (None for one who may not
call), and the `stamp` that changes with a user's password. `honours` the
stamp of a token, or not. Users are `lacked`, or `former_users`, when their
account is gone; what they leave behind is ended, and then they are
forgotten. Where `gives_keys` is false, sessions and personal access tokens
are not given: who may call is then decided elsewhere, with every request.
"""

import logging
import threading
import time

from placement_inv.web import errors
from placement_inv.web import htpasswd
from placement_inv.web import password_checks

LOG = logging.getLogger(__name__)

ADMIN = 'admin'

#: Of a name that somebody sent, a line of the log has so many characters.
_LOGGED_NAME = 64
#: Seconds between two lines about refused attempts.
_SECONDS_BETWEEN_LINES = 10


def create(conf, threads=None):
    """Return the credentials of `[api]auth_strategy`.

    `threads` is how many requests the server works on at a time, if known.
    """
    return _STRATEGIES[conf.api.auth_strategy](conf, threads)


class _Accounts:
    """What holds where accounts are not this service's matter."""

    gives_keys = True

    def __init__(self, _conf, _threads=None):
        """Take what every strategy is made with."""

    def stamp(self, user):
        return ''

    def honours(self, user, stamp):
        return True

    def lacks(self, user):
        return False

    def former_users(self):
        return ()

    def forget(self, user):
        """Nobody is remembered."""


class NoAuth(_Accounts):
    """Users are who they say they are; one of them is the admin."""

    def prove(self, user, password, address=None):
        return bool(user)

    def roles_of(self, user):
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

    def prove(self, user, password, address=None):
        try:
            is_right = self._passwords.prove(user, password, address)
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

    def roles_of(self, user):
        return self._roles if self._passwords.knows(user) else None

    def stamp(self, user):
        return self._passwords.stamp(user)

    def honours(self, user, stamp):
        """Tell whether a token that has a stamp is good.

        One of an earlier release has none (None). One that was made where
        no password was asked for has an empty one.
        """
        if self._conf.host_inventory.tokens_end_with_password:
            return bool(stamp) and stamp == self.stamp(user)
        return stamp != ''

    def lacks(self, user):
        return self._passwords.lacks(user)

    def former_users(self):
        return self._passwords.former_users()

    def forget(self, user):
        self._passwords.forget(user)


class Keystone(_Accounts):
    """Keystone knows users; their passwords are not for this service."""

    gives_keys = False

    def prove(self, user, password, address=None):
        return False

    def roles_of(self, user):
        return None


class _Refusals:
    """Logs attempts that were refused, a line for many of them."""

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
    """Return what a client sent so that it stays within its line."""
    return ascii((text or '')[:_LOGGED_NAME])


_STRATEGIES = {
    'noauth2': NoAuth,
    'http_basic': Htpasswd,
    'keystone': Keystone,
}
