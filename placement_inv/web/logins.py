"""What the strategies of authentication share about logins."""

import dataclasses
import logging
import threading
import time

from placement_inv.web import account_directory

LOG = logging.getLogger(__name__)

#: The most characters of a name from a request in a line of the log.
_LOGGED_NAME = 64
#: Seconds between two lines about refused attempts.
_SECONDS_BETWEEN_LINES = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Login:
    """A user whose password was right."""

    #: The id of the user in the authentication.
    external_id: str
    name: str
    #: Those of Keystone for which the user acts.
    project_id: str = ''
    domain_id: str = ''

    @property
    def scope(self):
        """Return {column: value} of the row of a session."""
        return {'project_id': self.project_id, 'domain_id': self.domain_id}


class Accounts:
    """The methods of strategies without accounts of their own."""

    #: Whether accounts of this service can be created.
    has_accounts = True

    def __init__(self, _conf, _threads=None):
        """Accept the arguments of all strategies."""
        self.accounts = account_directory.AccountDirectory()

    def knows_name(self, name):
        """Tell whether a user who is no account has this name."""
        return False

    def name_of(self, user):
        """Return the name of a user, by the id in the authentication."""
        return user

    def log_in(self, name, password, address=None):
        """Return the Login of a name and a password; None for wrong ones."""
        if self.check_password(name, password, address):
            return Login(name, name)
        return None

    def scope_of(self, environ):
        """Return {column: value} of a token that a request creates."""
        return {}

    def knows_project(self, project_id):
        """Tell whether a project can have this id: here all are believed."""
        return True

    knows_domain = knows_project

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


class Refusals:
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
            printable(user),
            printable(address),
        )


def printable(text):
    """Return text of a client in ASCII, shortened, for one line of the log."""
    return ascii((text or '')[:_LOGGED_NAME])
