"""Hashes of the passwords of accounts."""

import bcrypt

#: bcrypt ignores further bytes.
MAX_BYTES = 72
#: The binary logarithm of the rounds: about a quarter of a second.
_COST = 12


def hash_password(password):
    """Return the bcrypt hash (bytes) of a password; ValueError if it is long.

    A password that was cut would have a second password beside it.
    """
    data = password.encode()
    if len(data) > MAX_BYTES:
        raise ValueError(f'more than {MAX_BYTES} bytes')
    return bcrypt.hashpw(data, bcrypt.gensalt(_COST))
