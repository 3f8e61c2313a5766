"""Passwords in an htpasswd file, each proved by bcrypt once in a while."""

import hashlib
import hmac
import logging
import os
import secrets
import time

import bcrypt

LOG = logging.getLogger(__name__)

#: How long, in seconds, a proof is good for.
_TRUSTED = 300
#: What bcrypt looks at; `htpasswd` cuts what is longer as well.
_MOST_BYTES = 72
#: Who asks for somebody unknown waits as long as for anybody else. Of what
#: this is the hash does not matter, and nobody knows.
_NOBODY = b'$2b$12$6lbxh2fi2BXZ/f.YBWTMceH0SMcRTMFzANEtjsAKK0ZuTLzI3b.a.'
_SCHEMES = ('$2y$', '$2a$', '$2b$')


class Passwords:
    """The users of an htpasswd file, read again whenever it changes.

    bcrypt is slow so that stolen hashes are safe, and a client proves its
    password with every request. So the proof is remembered for some minutes:
    a keyed hash of it, which this process alone can make. Another entry in
    the file, or another password, has to be proved anew.
    """

    def __init__(self, path, clock=time.monotonic):
        self._path = path
        self._clock = clock
        self._seen = None
        self._entries = {}
        self._key = secrets.token_bytes(32)
        self._proved = {}

    def knows(self, user):
        """Tell whether there is such a user."""
        return user in self._current()

    def stamp(self, user):
        """Return what changes with the user's entry; '' without one."""
        entry = self._current().get(user)
        return '' if entry is None else hashlib.sha256(entry).hexdigest()

    def prove(self, user, password):
        """Tell whether the password is the user's."""
        entry = self._current().get(user)
        proof = self._proof(user, entry or b'', password)
        if entry is not None and self._is_remembered(user, proof):
            return True
        if not _matches(password, entry or _NOBODY) or entry is None:
            return False
        self._proved[user] = (proof, self._clock() + _TRUSTED)
        return True

    def _is_remembered(self, user, proof):
        remembered, until = self._proved.get(user, (b'', 0))
        return hmac.compare_digest(remembered, proof) and self._clock() < until

    def _proof(self, user, entry, password):
        parts = (user.encode(), entry, password.encode())
        # Lengths first: no two lists of parts look the same.
        text = b''.join(b'%d:%b' % (len(part), part) for part in parts)
        return hmac.digest(self._key, text, 'sha256')

    def _current(self):
        try:
            state = os.stat(self._path)
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen != self._seen:
                self._entries = _read(self._path)
                self._seen = seen
        except (OSError, UnicodeDecodeError) as error:
            LOG.error('Nobody can log in, no htpasswd file: %s', error)
            self._seen, self._entries = None, {}
        return self._entries


def _read(path):
    entries = {}
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, start=1):
            text = line.strip()
            if not text or text.startswith('#'):
                continue
            user, _, entry = text.partition(':')
            if entry.startswith(_SCHEMES):
                entries[user] = entry.encode()
            else:
                LOG.error('Line %d of %s is no bcrypt entry', number, path)
    return entries


def _matches(password, entry):
    try:
        return bcrypt.checkpw(password.encode()[:_MOST_BYTES], entry)
    except ValueError:
        # The entry is damaged, or the password has a byte bcrypt ends at.
        return False
