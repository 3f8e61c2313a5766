"""Secrets that identify a user: those of tokens and of sessions.

A secret is long and random. The database stores its hash only, from which
nobody can compute it.
"""

import contextlib
import dataclasses
import datetime
import hashlib
import secrets

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows

_users = tables.access.api_users
_tokens = tables.access.access_tokens
_sessions = tables.access.sessions

READ = 'read'
WRITE = 'write'

#: The start of each token, by which scanners recognize leaked tokens.
PREFIX = 'pinv_'

#: The most users whose keys one statement deletes.
_BATCH = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """The user whom a secret identifies, and the scope of the secret."""

    user_id: int
    #: The name of the user in the authentication.
    name: str
    read_only: bool = False
    #: The fingerprint of the user's password when the session began or the
    #: token was created. None for a token without a fingerprint.
    stamp: str | None = ''
    #: Those of Keystone for which the user acts.
    project_id: str = ''
    domain_id: str = ''


class Keys:
    """Finds holders for the authentication, which runs without a context."""

    def __init__(self, make_context):
        self._make_context = make_context

    def is_token(self, secret):
        """Tell whether a text has the form of a token of this service."""
        return secret.startswith(PREFIX)

    def find_by_token(self, secret):
        """Return the Holder of a token's secret, or None."""
        if not self.is_token(secret):
            return None
        return _find_by_token(self._make_context(), secret)

    def find_by_session(self, secret):
        """Return the Holder of a session's secret, or None.

        In the second half of its lifetime, this prolongs the session, if the
        database accepts writes.
        """
        row = _find_by_session(self._make_context(), secret)
        if row is None:
            return None
        session, holder = row
        if session.expires_at - session.found_at < session.lifetime / 2:
            with contextlib.suppress(exceptions.DatabaseUnwritable):
                _prolong(self._make_context(), session)
        return holder

    def end_all(self, user):
        """Delete the tokens and sessions of a user without an account."""
        end_all_of(self._make_context(), [user])

    def end_scope(self, user, project_id, domain_id):
        """Delete a user's tokens and sessions of one project or domain."""
        _end_scope(self._make_context(), user, project_id, domain_id)


def new_secret():
    """Return a new random secret of 256 bits."""
    return secrets.token_urlsafe(32)


def hash_secret(secret):
    """Return the hash of a secret, as the database stores it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class _Session:
    id: int
    updated_at: datetime.datetime
    expires_at: datetime.datetime
    #: When its row was read, by the database's clock.
    found_at: datetime.datetime

    @property
    def lifetime(self):
        return self.expires_at - self.updated_at


@transactions.reader
def _find_by_token(ctx, secret):
    row = ctx.connection.execute(
        _select_user(_tokens, secret).add_columns(_tokens.c.scope)
    ).first()
    if row is None:
        return None
    return _holder(row, row.scope != WRITE)


@transactions.reader
def _find_by_session(ctx, secret):
    row = ctx.connection.execute(
        _select_user(_sessions, secret).add_columns(
            _sessions.c.id.label('session_id'),
            _sessions.c.updated_at,
            _sessions.c.expires_at,
            clock.now().label('found_at'),
        )
    ).first()
    if row is None:
        return None
    session = _Session(
        row.session_id, row.updated_at, row.expires_at, row.found_at
    )
    return session, _holder(row)


def _holder(row, read_only=False):
    return Holder(
        row.id,
        row.external_id,
        read_only,
        row.stamp,
        row.project_id,
        row.domain_id,
    )


def _select_user(table, secret):
    """Return a select of the user whom a valid secret identifies."""
    return (
        sa.select(
            _users.c.id,
            _users.c.external_id,
            table.c.stamp,
            table.c.project_id,
            table.c.domain_id,
        )
        .join_from(table, _users)
        .where(
            table.c.secret_hash == hash_secret(secret),
            table.c.expires_at > clock.now(),
        )
    )


@transactions.writer
def _prolong(ctx, session):
    ctx.connection.execute(
        _sessions.update()
        .where(_sessions.c.id == session.id)
        .values(
            updated_at=session.found_at,
            expires_at=session.found_at + session.lifetime,
        )
    )


@transactions.reader
def list_holder_names(ctx):
    """Return the names of the users who have tokens or sessions.

    These are the names that the authentication uses.
    """
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
    """Delete the tokens and sessions of users.

    `users` are the names that the authentication uses. A later account of
    the same name is another user.
    """
    for batch in rows.chunks(users, _BATCH):
        _end_all_of(ctx, batch)


def _end_all_of(ctx, users):
    user_ids = sa.select(_users.c.id).where(_users.c.external_id.in_(users))
    _delete_keys(ctx, lambda table: table.c.user_id.in_(user_ids))


@transactions.writer
def _end_scope(ctx, user, project_id, domain_id):
    user_ids = sa.select(_users.c.id).where(_users.c.external_id == user)
    _delete_keys(
        ctx,
        lambda table: sa.and_(
            table.c.user_id.in_(user_ids),
            table.c.project_id == project_id,
            table.c.domain_id == domain_id,
        ),
    )


def _delete_keys(ctx, match):
    """Delete the tokens and sessions with the condition `match(table)`."""
    token_ids = ctx.connection.scalars(
        sa.select(_tokens.c.id).where(match(_tokens))
    ).all()
    for table in (_tokens, _sessions):
        ctx.connection.execute(table.delete().where(match(table)))
    audit_log.append_many(
        ctx, audit_log.DELETE, audit_log.token(None).type, token_ids, None
    )
