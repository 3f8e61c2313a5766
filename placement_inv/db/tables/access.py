"""Tables of users and teams, their roles, tokens and sessions."""

import sqlalchemy as sa

from placement_inv.db.tables import base
from placement_inv.db.tables import columns
from placement_inv.db.tables.base import flag
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
    # The hash of the password of an account of this service; NULL for users
    # whom another service or a file knows.
    sa.Column('password_hash', sa.String(255), nullable=True),
    # The name of such an account; NULL for other users, and after its end.
    sa.Column('account_name', sa.String(255), nullable=True),
    columns.string('first_name', 150),
    columns.string('last_name', 150),
    columns.string('email', 254),
    flag('is_superuser', False),
    flag('is_system_auditor', False),
    *timestamps(),
    sa.Index('ix_api_users_account_name', 'account_name', unique=True),
)

teams = table(
    'teams',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.reference('organization_id', 'organizations', index=True),
    columns.name(),
    columns.text('description'),
    *timestamps(),
    *columns.authors(),
    sa.UniqueConstraint('name', 'organization_id'),
)


def _grant_reference(name, target):
    return sa.Column(
        name,
        sa.Integer,
        sa.ForeignKey(f'{target}.id', ondelete='CASCADE'),
        nullable=True,
        index=True,
    )


# A role on one object that a user or a team has. Of the columns of users and
# teams one is set, and of those of objects one. A kind of objects that gets
# roles later gets a column.
role_grants = table(
    'role_grants',
    sa.Column('id', sa.Integer, primary_key=True),
    # All of the grant as a text, so that no grant is stored twice.
    sa.Column('natural_key', sa.String(128), nullable=False, unique=True),
    _grant_reference('user_id', 'api_users'),
    _grant_reference('team_id', 'teams'),
    sa.Column('role', sa.String(32), nullable=False),
    _grant_reference('organization_id', 'organizations'),
    _grant_reference('host_inventory_id', 'host_inventories'),
    _grant_reference('object_team_id', 'teams'),
    *timestamps(),
    *columns.authors(),
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
    # The project or the domain of Keystone for which the token was created;
    # '' where users have none.
    columns.string('project_id', 64),
    columns.string('domain_id', 64),
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
    columns.string('project_id', 64),
    columns.string('domain_id', 64),
    _expires_at(),
    *timestamps(),
)
