"""Idempotency keys: a repeated request gets the answer of the first one.

A key belongs to its caller in a project or domain. The transaction inserts the
row of the key before it does the work. So the second of two concurrent
requests waits for the first one and reads its answer. A request that fails
leaves no row, so it can be repeated.
"""

import datetime
import hashlib

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors

_requests = tables.host_inventory.idempotent_requests

#: How long answers are stored, in seconds.
KEEP = 24 * 3600


class _KeyTaken(exceptions.Conflict):
    """Another request has inserted the key."""

    sentence = 'The key is taken.'


def run_once(ctx, key, digest, work):
    """Return (the answer of a request, whether it is a repetition).

    `work()` does the request and returns the answer, which JSON can store.
    `digest` identifies the request; KeyReused if the key belongs to another.
    """
    try:
        return _run(ctx, key, digest, work), False
    except _KeyTaken:
        return _find_answer(ctx, key, digest), True


@transactions.writer
def delete_old(ctx):
    """Delete keys that are older than KEEP."""
    now = clock.read(ctx.connection)
    before = now - datetime.timedelta(seconds=KEEP)
    ctx.connection.execute(
        _requests.delete().where(_requests.c.created_at < before)
    )


@transactions.writer
def _run(ctx, key, digest, work):
    row = {'actor': _actor(ctx), 'key': key}
    try:
        ctx.connection.execute(_requests.insert().values(**row, digest=digest))
    except db_exception.DBDuplicateEntry as error:
        raise _KeyTaken() from error
    answer = work()
    ctx.connection.execute(
        _requests.update().filter_by(**row).values(answer=answer)
    )
    return answer


@transactions.reader
def _find_answer(ctx, key, digest):
    row = ctx.connection.execute(
        sa.select(_requests.c.digest, _requests.c.answer).filter_by(
            actor=_actor(ctx), key=key
        )
    ).first()
    if row is None or row.digest != digest:
        raise errors.KeyReused()
    return row.answer


def _actor(ctx):
    """Return a text for a user in the scope of its token.

    Users of two domains can have one name, and a token for another project is
    about other rows.
    """
    scope = (ctx.user_id, ctx.project_id, ctx.domain_id)
    text = '\0'.join(part or '' for part in scope)
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()
