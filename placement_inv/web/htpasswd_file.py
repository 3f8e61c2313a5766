"""Reads an htpasswd file again whenever it changes."""

import collections
import logging
import os
import re
import threading
import time

LOG = logging.getLogger(__name__)

_ENTRY = re.compile(rb'\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}')
#: What a file without users has.
_USUAL_COST = 12
#: A check at a higher cost takes more than a second.
_HIGH_COST = 14
#: Salt and hash of nobody's password. They say nothing of the cost.
_NOBODYS_HASH = b'6lbxh2fi2BXZ/f.YBWTMceH0SMcRTMFzANEtjsAKK0ZuTLzI3b.a.'
#: Seconds between two looks at a file that may be half written.
_PAUSE = 0.1
_LOOKS = 5


class HtpasswdFile:
    """The bcrypt entries of a file, and the users who left it.

    A file that cannot be read has no entries, and tells nothing about who
    left: it may be on its way.
    """

    def __init__(self, path, pause=time.sleep):
        self._path = path
        self._pause = pause
        self._seen = None
        self._entries = {}
        self._decoy = _decoy(_USUAL_COST)
        self._is_readable = False
        #: The users of the last file that could be read.
        self._users = frozenset()
        self._former_users = frozenset()
        self._lock = threading.Lock()

    def entry(self, user):
        """Return the user's entry, None without one."""
        return self._current().get(user)

    def decoy(self):
        """Return an entry of nobody; to check it takes the usual time."""
        return self._decoy

    def lacks(self, user):
        """Tell whether the file can be read and has no such user."""
        return user not in self._current() and self._is_readable

    def former_users(self):
        """Return the users who left the file and were not yet `forgotten`."""
        # Requests of anybody ask this: those that need the file log errors.
        self._current(logging.DEBUG)
        return self._former_users

    def forget(self, user):
        """Note that what was the former user's is gone."""
        with self._lock:
            self._former_users -= {user}

    def _current(self, level=logging.ERROR):
        try:
            if _state(self._path) != self._seen:
                with self._lock:
                    self._read()
        except (OSError, UnicodeDecodeError) as error:
            LOG.log(level, 'Nobody can log in, no htpasswd file: %s', error)
            self._seen, self._entries = None, {}
            self._is_readable = False
        return self._entries

    def _read(self):
        seen = _state(self._path)
        if seen == self._seen:
            # Another thread was faster.
            return
        text = _read_stable_text(self._path, self._pause)
        entries = _parse_entries(text, self._path)
        self._former_users |= self._users - entries.keys()
        self._users = frozenset(entries)
        costs = collections.Counter(map(_cost, entries.values()))
        # The higher one where two are equally usual.
        usual = max(costs, key=lambda cost: (costs[cost], cost), default=None)
        self._decoy = _decoy(usual or _USUAL_COST)
        _warn_of_costs(costs, self._path)
        self._entries, self._is_readable = entries, True
        self._seen = seen


def _state(path):
    state = os.stat(path)
    return state.st_mtime_ns, state.st_size, state.st_ino


def _read_stable_text(path, pause):
    """Return the file's text when no program seems to be writing the file.

    `htpasswd` empties the file and writes it again. A user who is missing
    from a half-written file would lose sessions and tokens.
    """
    for _ in range(_LOOKS):
        before = _state(path)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        if text.endswith('\n'):
            return text
        pause(_PAUSE)
        if _state(path) == before:
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


def _decoy(cost):
    return b'$2b$%02d$%b' % (cost, _NOBODYS_HASH)


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
