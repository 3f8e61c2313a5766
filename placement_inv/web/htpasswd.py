"""Checks passwords of an htpasswd file; bcrypt runs once in five minutes."""

import hashlib
import hmac
import secrets
import time

import bcrypt

from placement_inv.web import errors
from placement_inv.web import htpasswd_file
from placement_inv.web import password_checks

#: How long, in seconds, a proof is good for.
_TRUSTED = 300
#: What bcrypt looks at; `htpasswd` cuts what is longer as well.
_MOST_BYTES = 72


class Passwords:
    """The users of an htpasswd file, read again whenever it changes.

    bcrypt is slow so that stolen hashes are safe, and a client proves its
    password with every request. So the proof is remembered for some minutes:
    a keyed hash of it, which this process alone can make. Another entry in
    the file, or another password, has to be proved anew. An older proof is
    enough while too many passwords are being checked.
    """

    def __init__(self, path, clock=time.monotonic, checks=None):
        self._file = htpasswd_file.HtpasswdFile(path)
        self._clock = clock
        self._checks = checks or password_checks.PasswordChecks()
        self._key = secrets.token_bytes(32)
        self._proved = {}

    def knows(self, user):
        """Tell whether there is such a user."""
        return self._file.entry(user) is not None

    def lacks(self, user):
        """Tell whether the file was read and there is no such user."""
        return self._file.lacks(user)

    def former_users(self):
        """Return the users who left the file and were not `forgotten`."""
        return self._file.former_users()

    def forget(self, user):
        """Note that what was the former user's is gone."""
        self._file.forget(user)

    def password_fingerprint(self, user):
        """Return what changes with the user's entry; '' without one."""
        entry = self._file.entry(user)
        return '' if entry is None else hashlib.sha256(entry).hexdigest()

    def check_password(self, user, password, address=None):
        """Tell whether the password is the user's.

        `address` is the client's. Raises TooManyAttempts where it could not
        be found out in time.
        """
        entry = self._file.entry(user)
        # A name that does not exist takes as long as one that does.
        checked = entry or self._file.decoy()
        proof = self._proof(user, checked, password)
        is_proved, until = self._find_proof(user, proof)
        if is_proved and self._clock() < until:
            return True
        try:
            matches = self._checks.run(
                proof,
                address,
                lambda: _matches(password, checked),
                wait=not is_proved,
            )
        except errors.TooManyAttempts:
            if is_proved:
                return True
            raise
        if not matches or entry is None:
            return False
        self._proved[user] = (proof, self._clock() + _TRUSTED)
        return True

    def _find_proof(self, user, proof):
        """Return whether this was proved, and until when it is good."""
        remembered, until = self._proved.get(user, (b'', 0))
        return hmac.compare_digest(remembered, proof), until

    def _proof(self, user, entry, password):
        parts = (user.encode(), entry, password.encode())
        # Lengths first: no two lists of parts look the same.
        text = b''.join(b'%d:%b' % (len(part), part) for part in parts)
        return hmac.digest(self._key, text, 'sha256')


def _matches(password, entry):
    try:
        return bcrypt.checkpw(password.encode()[:_MOST_BYTES], entry)
    except ValueError:
        # The password has a byte that bcrypt ends at.
        return False
