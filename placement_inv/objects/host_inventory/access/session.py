"""Sessions: what a login begins, and a logout or time ends."""

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory.access import keys

_sessions = tables.access.sessions


@transactions.writer
def begin(ctx, user_id, stamp, lifetime):
    """Begin a session and return its secret, which is kept nowhere.

    `lifetime` is how long it lives unused. Those that are over go.
    """
    now = base.utcnow()
    secret = keys.new_secret()
    ctx.connection.execute(
        _sessions.delete().where(_sessions.c.expires_at < now)
    )
    ctx.connection.execute(
        _sessions.insert().values(
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
    """End a session, if there is one."""
    ctx.connection.execute(
        _sessions.delete().where(
            _sessions.c.secret_hash == keys.hash_secret(secret)
        )
    )
