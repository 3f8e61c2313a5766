"""Organizations belong to projects and domains; users and teams have roles."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from placement_inv.db import oldest_code

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
_OPTIONS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}
_DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)
_LongText = sa.Text().with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')

_SCOPE = ('project_id', 'domain_id')

_changes = sa.table(
    'host_inventory_changes',
    sa.column('object_type', sa.String),
    sa.column('object_id', sa.Integer),
    sa.column('host_inventory_id', sa.Integer),
    sa.column('organization_id', sa.Integer),
)
_inventories = sa.table(
    'host_inventories',
    sa.column('id', sa.Integer),
    sa.column('organization_id', sa.Integer),
)


def upgrade():
    _bind_organizations()
    _add_accounts()
    _create_teams()
    _create_grants()
    for table in ('access_tokens', 'sessions'):
        _add_columns(table, *(_string(name, 64) for name in _SCOPE))
    _find_organizations_of_changes()
    # Older code would answer without asking whose the rows are.
    oldest_code.store(op.get_bind(), revision)


def _string(name, length):
    return sa.Column(
        name, sa.String(length), server_default='', nullable=False
    )


def _flag(name):
    return sa.Column(
        name, sa.Boolean(), server_default=sa.false(), nullable=False
    )


def _add_columns(table, *columns):
    for column in columns:
        op.add_column(table, column)


def _timestamps():
    return (
        sa.Column('created_at', _DateTime, nullable=False),
        sa.Column('updated_at', _DateTime, nullable=False),
    )


def _authors():
    return (
        sa.Column('created_by_id', sa.Integer(), nullable=True),
        sa.Column('modified_by_id', sa.Integer(), nullable=True),
    )


def _reference(table, name, target, nullable=False):
    return (
        sa.Column(name, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(
            [name],
            [f'{target}.id'],
            name=op.f(f'fk_{table}_{name}'),
            ondelete='CASCADE',
        ),
    )


def _bind_organizations():
    with op.batch_alter_table(
        'organizations', table_kwargs={'sqlite_autoincrement': True}
    ) as organizations:
        for name in _SCOPE:
            organizations.add_column(_string(name, 64))
        organizations.drop_constraint(
            op.f('uq_organizations_name'), type_='unique'
        )
        organizations.create_unique_constraint(
            op.f('uq_organizations_name_project_id_domain_id'),
            ['name', *_SCOPE],
        )
    for name in _SCOPE:
        op.create_index(f'ix_organizations_{name}', 'organizations', [name])


def _add_accounts():
    _add_columns(
        'api_users',
        sa.Column('password_hash', sa.String(255), nullable=True),
        _string('first_name', 150),
        _string('last_name', 150),
        _string('email', 254),
        _flag('is_superuser'),
        _flag('is_system_auditor'),
    )


def _create_teams():
    op.create_table(
        'teams',
        sa.Column('id', sa.Integer(), nullable=False),
        *_reference('teams', 'organization_id', 'organizations'),
        sa.Column('name', sa.String(512), nullable=False),
        sa.Column('description', _LongText, nullable=False),
        *_timestamps(),
        *_authors(),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_teams')),
        sa.UniqueConstraint(
            'name',
            'organization_id',
            name=op.f('uq_teams_name_organization_id'),
        ),
        **_OPTIONS,
    )
    op.create_index(
        op.f('ix_teams_organization_id'), 'teams', ['organization_id']
    )


def _create_grants():
    references = {
        'user_id': 'api_users',
        'team_id': 'teams',
        'organization_id': 'organizations',
        'host_inventory_id': 'host_inventories',
        'object_team_id': 'teams',
    }
    op.create_table(
        'role_grants',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('natural_key', sa.String(128), nullable=False),
        sa.Column('role', sa.String(32), nullable=False),
        *(
            part
            for name, target in references.items()
            for part in _reference('role_grants', name, target, nullable=True)
        ),
        *_timestamps(),
        *_authors(),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grants')),
        sa.UniqueConstraint(
            'natural_key', name=op.f('uq_role_grants_natural_key')
        ),
        **_OPTIONS,
    )
    for name in references:
        op.create_index(op.f(f'ix_role_grants_{name}'), 'role_grants', [name])


def _find_organizations_of_changes():
    """Store whose each entry is, as far as the rows still exist."""
    op.add_column(
        'host_inventory_changes',
        sa.Column('organization_id', sa.Integer(), nullable=True),
    )
    organization_id = (
        sa.select(_inventories.c.organization_id)
        .where(_inventories.c.id == _changes.c.host_inventory_id)
        .scalar_subquery()
    )
    op.execute(
        _changes.update()
        .where(_changes.c.host_inventory_id.is_not(None))
        .values(organization_id=organization_id)
    )
    op.execute(
        _changes.update()
        .where(_changes.c.object_type == 'organization')
        .values(organization_id=_changes.c.object_id)
    )
    op.create_index(
        'ix_host_inventory_changes_organization',
        'host_inventory_changes',
        ['organization_id', 'id'],
    )
