"""Tables of users, their access tokens and their sessions."""

import sqlalchemy as sa

from placement_inv.db.tables import base
from placement_inv.db.tables.base import table
from placement_inv.db.tables.base import timestamps


def _user_id():
    return sa.Column(
        'user_id',
        sa.Integer,
        sa.ForeignKey('api_users.id', ondelete='CASCADE'),
        nullable=False,
        index=True,
    )


def _secret_hash():
    # The secret itself is not stored. A secret is long and random, so that a
    # plain hash of it is enough.
    return sa.Column('secret_hash', sa.String(64), nullable=False, unique=True)


def _expires_at():
    return sa.Column('expires_at', base.DateTime, nullable=False, index=True)


# The authors of rows and the owners of tokens; policies decide what a user
# may do. A user is never deleted, because rows refer to their authors. The
# table `users` of the placement family is another: its users own allocations.
api_users = table(
    'api_users',
    sa.Column('id', sa.Integer, primary_key=True),
    # The id that the authentication gives to the user.
    sa.Column('external_id', sa.String(255), nullable=False, unique=True),
    sa.Column('username', sa.String(255), nullable=False, index=True),
    *timestamps(),
)

access_tokens = table(
    'access_tokens',
    sa.Column('id', sa.Integer, primary_key=True),
    _user_id(),
    _secret_hash(),
    sa.Column('description', base.LongText, nullable=False, default=''),
    # 'read' or 'write'.
    sa.Column('scope', sa.String(16), nullable=False),
    # Fingerprint of the user's password when the token was created; '' where
    # users have no password, NULL in rows of releases that did not store it.
    sa.Column('stamp', sa.String(64), nullable=True),
    _expires_at(),
    *timestamps(),
)

sessions = table(
    'sessions',
    sa.Column('id', sa.Integer, primary_key=True),
    _user_id(),
    _secret_hash(),
    # Fingerprint of the user's password; a new password ends the session.
    sa.Column('stamp', sa.String(64), nullable=False),
    _expires_at(),
    *timestamps(),
)
