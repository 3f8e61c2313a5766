"""Reads an htpasswd file again whenever it changes."""

import collections
import logging
import os
import re
import threading
import time

LOG = logging.getLogger(__name__)

_ENTRY = re.compile(rb'\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}')
#: The cost of the decoy of a file without users.
_USUAL_COST = 12
#: A check at a higher cost takes more than a second.
_HIGH_COST = 14
#: A salt and hash that belong to no password. They do not contain the cost.
_DECOY_HASH = b'6lbxh2fi2BXZ/f.YBWTMceH0SMcRTMFzANEtjsAKK0ZuTLzI3b.a.'
#: Seconds between attempts to read a file that may be half written.
_PAUSE = 0.1
_ATTEMPTS = 5


class HtpasswdFile:
    """The bcrypt entries of a file, and the users who left it.

    A file that cannot be read has no entries, but no user has left it: a
    program may be replacing it.
    """

    def __init__(self, path, pause=time.sleep):
        self._path = path
        self._pause = pause
        self._state = None
        self._entries = {}
        self._decoy = _make_decoy(_USUAL_COST)
        self._is_readable = False
        #: The users of the last file that could be read.
        self._users = frozenset()
        self._former_users = frozenset()
        self._lock = threading.Lock()

    def entry(self, user):
        """Return the user's entry, None without one."""
        return self._current().get(user)

    def decoy(self):
        """Return an entry that no password matches, of the usual cost."""
        return self._decoy

    def lacks(self, user):
        """Tell whether the file can be read and has no such user."""
        return user not in self._current() and self._is_readable

    def former_users(self):
        """Return the users who left the file since, without forgotten ones."""
        # Every request calls this; requests with a password log the errors.
        self._current(logging.DEBUG)
        return self._former_users

    def forget(self, user):
        """Remove a user from the former users: their keys are deleted."""
        with self._lock:
            self._former_users -= {user}

    def _current(self, level=logging.ERROR):
        try:
            if _get_state(self._path) != self._state:
                with self._lock:
                    self._read()
        except (OSError, UnicodeDecodeError) as error:
            LOG.log(level, 'No htpasswd file, no user can log in: %s', error)
            self._state, self._entries = None, {}
            self._is_readable = False
        return self._entries

    def _read(self):
        state = _get_state(self._path)
        if state == self._state:
            # Another thread has read it meanwhile.
            return
        text = _read_stable_text(self._path, self._pause)
        entries = _parse_entries(text, self._path)
        self._former_users |= self._users - entries.keys()
        self._users = frozenset(entries)
        costs = collections.Counter(map(_cost, entries.values()))
        # The most frequent cost; of equally frequent ones, the highest.
        usual = max(costs, key=lambda cost: (costs[cost], cost), default=None)
        self._decoy = _make_decoy(usual or _USUAL_COST)
        _warn_of_costs(costs, self._path)
        self._entries, self._is_readable = entries, True
        self._state = state


def open_file(path):
    """Return the users of the file at `path`; without users if it is ''."""
    return HtpasswdFile(path) if path else NoFile()


class NoFile:
    """Stands for the file where none is configured: there is no user."""

    def entry(self, user):
        return None

    def decoy(self):
        return _make_decoy(_USUAL_COST)

    def lacks(self, user):
        return True

    def former_users(self):
        return frozenset()

    def forget(self, user):
        """Do nothing: no user is remembered."""


def _get_state(path):
    status = os.stat(path)
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read_stable_text(path, pause):
    """Return the file's text when no program seems to be writing the file.

    `htpasswd` empties the file and writes it again. A user who is missing
    from a half-written file would lose sessions and tokens.
    """
    for _ in range(_ATTEMPTS):
        before = _get_state(path)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        if text.endswith('\n'):
            return text
        pause(_PAUSE)
        if _get_state(path) == before:
            return text
    return text


def _parse_entries(text, path):
    entries = {}
    for number, line in enumerate(text.split('\n'), start=1):
        line = line.strip()
        if not line or line.startswith('#'):
            continue
        user, _, entry = line.partition(':')
        if _ENTRY.fullmatch(entry.encode()):
            entries[user] = entry.encode()
        else:
            LOG.error(
                'Line %d of %s is ignored: it is not a user and a bcrypt hash '
                'of cost 4 to 31, as `htpasswd -B -C 12` writes them',
                number,
                path,
            )
    return entries


def _cost(entry):
    return int(_ENTRY.fullmatch(entry)[1])


def _make_decoy(cost):
    return b'$2b$%02d$%b' % (cost, _DECOY_HASH)


def _warn_of_costs(costs, path):
    if len(costs) > 1:
        LOG.warning(
            'The entries of %s have the costs %s: how long a wrong password '
            'takes tells which names exist. Give all entries one cost.',
            path,
            ', '.join(map(str, sorted(costs))),
        )
    if costs and max(costs) > _HIGH_COST:
        LOG.warning(
            'An entry of %s has the cost %d, and each check of a password '
            'takes long. 12 is usual.',
            path,
            max(costs),
        )
