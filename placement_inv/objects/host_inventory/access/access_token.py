"""Personal access tokens, which programs send instead of a password."""

import dataclasses
import datetime

import sqlalchemy as sa

from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.lists import page as list_page

MODEL = 'OAuth2AccessToken'

_tokens = tables.access.access_tokens
_users = tables.access.api_users


@dataclasses.dataclass(frozen=True, slots=True)
class AccessToken:
    """One token, without its secret."""

    id: int
    description: str
    scope: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    expires_at: datetime.datetime
    user_id: int
    username: str


_SELECT = sa.select(
    _tokens.c.id,
    _tokens.c.description,
    _tokens.c.scope,
    _tokens.c.created_at,
    _tokens.c.updated_at,
    _tokens.c.expires_at,
    _tokens.c.user_id,
    _users.c.username,
).join_from(_tokens, _users)


@transactions.reader
def page(ctx, query, user_id=None):
    """Return one page of the tokens, of one user or of all."""
    select = (
        _SELECT if user_id is None else _SELECT.where(_belongs_to(user_id))
    )
    token_page = list_page.page(
        ctx, filter_catalog.TOKENS, select, query, ('id',)
    )
    return token_page.map(lambda row: AccessToken(**row))


@transactions.reader
def get(ctx, token_id, user_id=None):
    """Return a token; NoMatch if `user_id` is given and not its user."""
    return _find(ctx, token_id, user_id)


@transactions.writer
def create(ctx, user_id, values, lifetime):
    """Create a token; return (the AccessToken, its secret).

    `lifetime` is a timedelta. The secret is not stored. This also deletes
    expired tokens of all users.
    """
    now = clock.read(ctx.connection)
    secret = keys.PREFIX + keys.new_secret()
    ctx.connection.execute(_tokens.delete().where(_tokens.c.expires_at < now))
    token_id = rows.insert(
        ctx,
        _tokens,
        {
            **values,
            'user_id': user_id,
            'secret_hash': keys.hash_secret(secret),
            'expires_at': now + lifetime,
        },
    )
    audit_log.record_creation(
        ctx,
        audit_log.token(token_id),
        {'user': user_id, 'scope': values['scope']},
    )
    return _find(ctx, token_id), secret


@transactions.writer
def update(ctx, token_id, changes, user_id=None):
    """Change a token and return it; NoMatch is as of `get`."""
    row = _find(ctx, token_id, user_id)
    rows.update(ctx, _tokens, row.id, changes)
    names = [name for name in changes if changes[name] != getattr(row, name)]
    if names:
        audit_log.append(
            ctx, audit_log.UPDATE, audit_log.token(row.id), {'fields': names}
        )
    return _find(ctx, row.id)


@transactions.writer
def delete(ctx, token_id, user_id=None):
    """Delete a token; NoMatch is as of `get`."""
    row = _find(ctx, token_id, user_id)
    if rows.delete(ctx, _tokens, row.id):
        audit_log.record_deletion(
            ctx, audit_log.token(row.id), user=row.user_id
        )


def _find(ctx, token_id, user_id=None):
    select = _SELECT.where(_tokens.c.id == token_id)
    if user_id is not None:
        select = select.where(_belongs_to(user_id))
    return AccessToken(**rows.find_one(ctx, select, MODEL))


def _belongs_to(user_id):
    return _tokens.c.user_id == user_id
