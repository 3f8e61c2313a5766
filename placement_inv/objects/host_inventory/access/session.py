"""Sessions: a login begins one; a logout ends it, or it expires."""

from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.access import keys

_sessions = tables.access.sessions


@transactions.writer
def begin(ctx, user_id, stamp, lifetime, former_secret=None, scope=None):
    """Begin a session and return its secret, which is not stored.

    `stamp` is the fingerprint of the user's password. An unused session
    expires after `lifetime`, a timedelta. This also deletes expired sessions,
    and the one of `former_secret`, which the new one replaces. `scope` is
    {column: value} of the project or domain of Keystone.
    """
    now = clock.read(ctx.connection)
    secret = keys.new_secret()
    has_ended = _sessions.c.expires_at < now
    if former_secret:
        has_ended |= _sessions.c.secret_hash == keys.hash_secret(former_secret)
    ctx.connection.execute(_sessions.delete().where(has_ended))
    ctx.connection.execute(
        _sessions.insert().values(
            **(scope or {}),
            user_id=user_id,
            secret_hash=keys.hash_secret(secret),
            stamp=stamp,
            created_at=now,
            updated_at=now,
            expires_at=now + lifetime,
        )
    )
    return secret


@transactions.writer
def end(ctx, secret):
    """Delete the session of a secret, if it exists."""
    ctx.connection.execute(
        _sessions.delete().where(
            _sessions.c.secret_hash == keys.hash_secret(secret)
        )
    )
