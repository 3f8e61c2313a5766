"""Requests that are sent again: what was done once is answered once more.

A key is the caller's own. Its row is written first and with the work, so that
of two requests at once the second waits for the first one and finds it done;
what failed leaves no row, and may be tried again.
"""

import datetime

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import errors

_requests = tables.host_inventory.idempotent_requests

#: Seconds for which answers are kept.
KEEP = 24 * 3600


class _KeyTaken(exceptions.Conflict):
    """Somebody has the key."""

    sentence = 'The key is taken.'


def run_once(ctx, key, digest, work):
    """Do work and return its answer, and whether it had been done before.

    `digest` tells one request from another: a key is for one.
    """
    try:
        return _run(ctx, key, digest, work), False
    except _KeyTaken:
        return _find_answer(ctx, key, digest), True


@transactions.writer
def delete_old(ctx):
    """Delete keys that are too old to be sent again."""
    before = base.utcnow() - datetime.timedelta(seconds=KEEP)
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
    return (ctx.user_name or ctx.user_id or '')[:255]
