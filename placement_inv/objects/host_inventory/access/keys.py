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
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows

_users = tables.access.api_users
_tokens = tables.access.access_tokens
_sessions = tables.access.sessions

READ = 'read'
WRITE = 'write'

#: What tokens begin with, so that they are known where they do not belong.
PREFIX = 'pinv_'

#: Users whose keys one statement ends.
_BATCH = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """The user whom a secret stands for, and what it is good for."""

    user_id: int
    #: What the authentication calls the user.
    name: str
    read_only: bool = False
    #: With which password the session began, or the token was made. None for
    #: a token of which that is not known.
    stamp: str | None = ''


class Keys:
    """Finds holders for the authentication, which has no context yet."""

    def __init__(self, make_context):
        self._make_context = make_context

    def find_by_token(self, secret):
        """Return the holder of a token, None without one."""
        if not secret.startswith(PREFIX):
            return None
        return _find_by_token(self._make_context(), secret)

    def find_by_session(self, secret):
        """Return the holder of a session, None without one.

        A session that is used goes on.
        """
        row = _find_by_session(self._make_context(), secret)
        if row is None:
            return None
        session, holder = row
        ends_soon = session.lifetime / 2
        if session.expires_at - base.utcnow() < ends_soon:
            _prolong(self._make_context(), session)
        return holder

    def end_all(self, user):
        """End the tokens and sessions of a user whose account is gone."""
        end_all_of(self._make_context(), [user])


def new_secret():
    """Return a secret that nobody will guess."""
    return secrets.token_urlsafe(32)


def hash_secret(secret):
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
def _find_by_token(ctx, secret):
    row = ctx.connection.execute(
        _select_user(_tokens, secret).add_columns(
            _tokens.c.scope, _tokens.c.stamp
        )
    ).first()
    if row is None:
        return None
    return Holder(row.id, row.external_id, row.scope != WRITE, row.stamp)


@transactions.reader
def _find_by_session(ctx, secret):
    row = ctx.connection.execute(
        _select_user(_sessions, secret).add_columns(
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


def _select_user(table, secret):
    """Return a select of the user whom a secret stands for at present."""
    return (
        sa.select(_users.c.id, _users.c.external_id)
        .join_from(table, _users)
        .where(
            table.c.secret_hash == hash_secret(secret),
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


@transactions.reader
def list_holder_names(ctx):
    """Return what the authentication calls the users who hold any key."""
    return ctx.connection.scalars(
        sa.select(_users.c.external_id).where(
            sa.or_(
                *(
                    sa.exists().where(table.c.user_id == _users.c.id)
                    for table in (_tokens, _sessions)
                )
            )
        )
    ).all()


@transactions.writer
def end_all_of(ctx, users):
    """End the tokens and sessions of users, as the authentication calls them.

    Who gets one of these names later is somebody else.
    """
    for batch in rows.chunks(users, _BATCH):
        _end_all_of(ctx, batch)


def _end_all_of(ctx, users):
    user_ids = sa.select(_users.c.id).where(_users.c.external_id.in_(users))
    token_ids = ctx.connection.scalars(
        sa.select(_tokens.c.id).where(_tokens.c.user_id.in_(user_ids))
    ).all()
    for table in (_tokens, _sessions):
        ctx.connection.execute(
            table.delete().where(table.c.user_id.in_(user_ids))
        )
    audit_log.append_many(
        ctx, audit_log.DELETE, audit_log.token(None).type, token_ids, None
    )
