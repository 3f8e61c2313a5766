"""Secrets that stand for a user: made here, and known again by their hash.

A secret is long and random. Whoever reads the database finds hashes, from
which it cannot be told.
"""

import dataclasses
import datetime
import hashlib
import secrets

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base

_users = tables.access.api_users
_tokens = tables.access.access_tokens
_sessions = tables.access.sessions

READ = 'read'
WRITE = 'write'

#: What tokens begin with, so that they are known where they do not belong.
PREFIX = 'pinv_'


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """The user whom a secret stands for, and what it is good for."""

    user_id: int
    #: What the authentication calls the user.
    name: str
    read_only: bool = False
    #: Which password began a session.
    stamp: str = ''


class Keys:
    """Finds holders for the authentication, which has no context yet."""

    def __init__(self, make_context):
        self._make_context = make_context

    def of_token(self, secret):
        """Return the holder of a token, None without one."""
        if not secret.startswith(PREFIX):
            return None
        return _of_token(self._make_context(), secret)

    def of_session(self, secret):
        """Return the holder of a session, None without one.

        A session that is used goes on.
        """
        found = _of_session(self._make_context(), secret)
        if found is None:
            return None
        session, holder = found
        ends_soon = session.lifetime / 2
        if session.expires_at - base.utcnow() < ends_soon:
            _prolong(self._make_context(), session)
        return holder


def new_secret():
    """Return a secret that nobody will guess."""
    return secrets.token_urlsafe(32)


def hashed(secret):
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class _Session:
    id: int
    updated_at: datetime.datetime
    expires_at: datetime.datetime

    @property
    def lifetime(self):
        return self.expires_at - self.updated_at


@transactions.reader
def _of_token(ctx, secret):
    row = ctx.connection.execute(
        _valid(_tokens, secret).add_columns(_tokens.c.scope)
    ).first()
    if row is None:
        return None
    return Holder(row.id, row.external_id, read_only=row.scope != WRITE)


@transactions.reader
def _of_session(ctx, secret):
    row = ctx.connection.execute(
        _valid(_sessions, secret).add_columns(
            _sessions.c.stamp,
            _sessions.c.id.label('session_id'),
            _sessions.c.updated_at,
            _sessions.c.expires_at,
        )
    ).first()
    if row is None:
        return None
    session = _Session(row.session_id, row.updated_at, row.expires_at)
    return session, Holder(row.id, row.external_id, stamp=row.stamp)


def _valid(table, secret):
    """Return a select of the user whom a secret stands for at present."""
    return (
        sa.select(_users.c.id, _users.c.external_id)
        .join_from(table, _users)
        .where(
            table.c.secret_hash == hashed(secret),
            table.c.expires_at > base.utcnow(),
        )
    )


@transactions.writer
def _prolong(ctx, session):
    now = base.utcnow()
    ctx.connection.execute(
        _sessions.update()
        .where(_sessions.c.id == session.id)
        .values(updated_at=now, expires_at=now + session.lifetime)
    )
