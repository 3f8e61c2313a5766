"""Checks passwords of an htpasswd file; bcrypt runs once in five minutes."""

import hashlib
import hmac
import secrets
import time

import bcrypt

from placement_inv.web import errors
from placement_inv.web import htpasswd_file
from placement_inv.web import password_checks

#: Seconds for which a proof is valid.
_PROOF_LIFETIME = 300
#: bcrypt ignores further bytes; `htpasswd` truncates passwords, too.
_MAX_BYTES = 72


class Passwords:
    """The users of an htpasswd file, which is read again whenever it changes.

    bcrypt is slow to protect stolen hashes, but clients send their password
    with every request. So a proof of a right password is kept for some
    minutes: a keyed hash, which only this process can compute. A new entry in
    the file, or another password, needs a new proof. An expired proof is
    enough while too many passwords are being checked.
    """

    def __init__(
        self, path, clock=time.monotonic, checks=None, find_entry=None
    ):
        """Read the file at `path`; '' for no file.

        `find_entry(user)` returns the entry of a user who is not in the file,
        None without one.
        """
        self._file = htpasswd_file.open_file(path)
        self._find_other_entry = find_entry or (lambda _user: None)
        self._clock = clock
        self._checks = checks or password_checks.PasswordChecks()
        self._key = secrets.token_bytes(32)
        self._proofs = {}

    def knows(self, user):
        """Tell whether there is such a user."""
        return self._file.entry(user) is not None

    def lacks(self, user):
        """Tell whether the file was read and there is no such user."""
        return self._file.lacks(user)

    def former_users(self):
        """Return the users who left the file since, without forgotten ones."""
        return self._file.former_users()

    def forget(self, user):
        """Remove a user from the former users: their keys are deleted."""
        self._file.forget(user)

    def password_fingerprint(self, user):
        """Return a digest of the user's entry; '' without one."""
        return fingerprint(self._file.entry(user))

    def check_password(self, user, password, address=None):
        """Tell whether the password is the user's.

        `address` is the client's. Raises TooManyAttempts if too many other
        passwords are being checked.
        """
        entry = self._file.entry(user) or self._find_other_entry(user)
        # The check of an unknown name takes as long as that of a known one.
        hash_ = entry or self._file.decoy()
        proof = self._make_proof(user, hash_, password)
        has_proof, end = self._find_proof(user, proof)
        if has_proof and self._clock() < end:
            return True
        try:
            matches = self._checks.run(
                proof,
                address,
                lambda: _matches(password, hash_),
                wait=not has_proof,
            )
        except errors.TooManyAttempts:
            if has_proof:
                return True
            raise
        if not matches or entry is None:
            return False
        self._proofs[user] = (proof, self._clock() + _PROOF_LIFETIME)
        return True

    def _find_proof(self, user, proof):
        """Return whether `proof` is the user's last one, and when it ends."""
        last_proof, end = self._proofs.get(user, (b'', 0))
        return hmac.compare_digest(last_proof, proof), end

    def _make_proof(self, user, entry, password):
        parts = (user.encode(), entry, password.encode())
        # With their lengths, different parts never make the same text.
        text = b''.join(b'%d:%b' % (len(part), part) for part in parts)
        return hmac.digest(self._key, text, 'sha256')


def fingerprint(entry):
    """Return a digest of an entry of a user; '' for None."""
    return '' if entry is None else hashlib.sha256(entry).hexdigest()


def _matches(password, entry):
    try:
        return bcrypt.checkpw(password.encode()[:_MAX_BYTES], entry)
    except ValueError:
        # bcrypt refuses passwords that contain NUL.
        return False
