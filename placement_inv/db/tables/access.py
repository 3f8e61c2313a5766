"""Tables of callers: who they are, and the keys that were given to them."""

import sqlalchemy as sa

from placement_inv.db.tables import base
from placement_inv.db.tables.base import table
from placement_inv.db.tables.base import timestamps


def _of_user():
    return sa.Column(
        'user_id',
        sa.Integer,
        sa.ForeignKey('api_users.id', ondelete='CASCADE'),
        nullable=False,
        index=True,
    )


def _secret():
    # The secret itself is nowhere: it is long and random, so that a plain
    # hash of it is enough.
    return sa.Column('secret_hash', sa.String(64), nullable=False, unique=True)


def _end():
    return sa.Column('expires_at', base.DateTime, nullable=False, index=True)


# Who wrote something or asked for a key; who may call is not decided here. A
# user is never deleted: rows go on naming their authors. The `users` of the
# placement family are others: they own allocations.
api_users = table(
    'api_users',
    sa.Column('id', sa.Integer, primary_key=True),
    # What the authentication calls the user.
    sa.Column('external_id', sa.String(255), nullable=False, unique=True),
    sa.Column('username', sa.String(255), nullable=False, index=True),
    *timestamps(),
)

access_tokens = table(
    'access_tokens',
    sa.Column('id', sa.Integer, primary_key=True),
    _of_user(),
    _secret(),
    sa.Column('description', base.LongText, nullable=False, default=''),
    # 'read' or 'write'.
    sa.Column('scope', sa.String(16), nullable=False),
    # Which password the user had when it was made; '' where users have none,
    # NULL where a release before did not keep it.
    sa.Column('stamp', sa.String(64), nullable=True),
    _end(),
    *timestamps(),
)

sessions = table(
    'sessions',
    sa.Column('id', sa.Integer, primary_key=True),
    _of_user(),
    _secret(),
    # Which password began the session: another one ends it.
    sa.Column('stamp', sa.String(64), nullable=False),
    _end(),
    *timestamps(),
)
