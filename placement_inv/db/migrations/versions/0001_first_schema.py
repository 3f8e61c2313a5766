"""The first schema: both books, background jobs."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)
LongText = sa.Text().with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)
TABLE_ARGS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}


def upgrade():
    op.create_table(
        'aggregates',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('uuid', sa.String(length=36), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_aggregates')),
        sa.UniqueConstraint('uuid', name=op.f('uq_aggregates_uuid')),
        **TABLE_ARGS,
    )
    op.create_table(
        'consumer_types',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consumer_types')),
        sa.UniqueConstraint('name', name=op.f('uq_consumer_types_name')),
        **TABLE_ARGS,
    )
    op.create_table(
        'jobs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('task', sa.String(length=64), nullable=False),
        sa.Column('arguments', Json, nullable=False),
        sa.Column('lock', sa.String(length=255), nullable=True),
        sa.Column('running_lock', sa.String(length=255), nullable=True),
        sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('worker', sa.String(length=255), nullable=True),
        sa.Column('queued_at', DateTime, nullable=False),
        sa.Column('started_at', DateTime, nullable=True),
        sa.Column('finished_at', DateTime, nullable=True),
        sa.Column('lease_expires_at', DateTime, nullable=True),
        sa.Column('error', LongText, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
        sa.UniqueConstraint('running_lock', name=op.f('uq_jobs_running_lock')),
        **TABLE_ARGS,
    )
    op.create_index(op.f('ix_jobs_lock'), 'jobs', ['lock'], unique=False)
    op.create_index('ix_jobs_status', 'jobs', ['status', 'id'], unique=False)
    op.create_table(
        'organizations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=512), nullable=False),
        sa.Column('description', LongText, nullable=False),
        sa.Column(
            'max_hosts', sa.Integer(), server_default='0', nullable=False
        ),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_organizations')),
        sa.UniqueConstraint('name', name=op.f('uq_organizations_name')),
        **TABLE_ARGS,
    )
    op.create_table(
        'projects',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('external_id', sa.String(length=255), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_projects')),
        sa.UniqueConstraint(
            'external_id', name=op.f('uq_projects_external_id')
        ),
        **TABLE_ARGS,
    )
    op.create_table(
        'resource_classes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_classes')),
        sa.UniqueConstraint('name', name=op.f('uq_resource_classes_name')),
        **TABLE_ARGS,
    )
    op.create_table(
        'resource_providers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('uuid', sa.String(length=36), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column(
            'generation', sa.Integer(), server_default='0', nullable=False
        ),
        sa.Column('root_provider_id', sa.Integer(), nullable=True),
        sa.Column('parent_provider_id', sa.Integer(), nullable=True),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['parent_provider_id'],
            ['resource_providers.id'],
            name=op.f('fk_resource_providers_parent_provider_id'),
        ),
        sa.ForeignKeyConstraint(
            ['root_provider_id'],
            ['resource_providers.id'],
            name=op.f('fk_resource_providers_root_provider_id'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_providers')),
        sa.UniqueConstraint('name', name=op.f('uq_resource_providers_name')),
        sa.UniqueConstraint('uuid', name=op.f('uq_resource_providers_uuid')),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_resource_providers_parent_provider_id'),
        'resource_providers',
        ['parent_provider_id'],
        unique=False,
    )
    op.create_index(
        op.f('ix_resource_providers_root_provider_id'),
        'resource_providers',
        ['root_provider_id'],
        unique=False,
    )
    op.create_table(
        'traits',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_traits')),
        sa.UniqueConstraint('name', name=op.f('uq_traits_name')),
        **TABLE_ARGS,
    )
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('external_id', sa.String(length=255), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
        sa.UniqueConstraint('external_id', name=op.f('uq_users_external_id')),
        **TABLE_ARGS,
    )
    op.create_table(
        'consumers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('uuid', sa.String(length=36), nullable=False),
        sa.Column('project_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('consumer_type_id', sa.Integer(), nullable=True),
        sa.Column(
            'generation', sa.Integer(), server_default='0', nullable=False
        ),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['consumer_type_id'],
            ['consumer_types.id'],
            name=op.f('fk_consumers_consumer_type_id'),
        ),
        sa.ForeignKeyConstraint(
            ['project_id'],
            ['projects.id'],
            name=op.f('fk_consumers_project_id'),
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_consumers_user_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consumers')),
        sa.UniqueConstraint('uuid', name=op.f('uq_consumers_uuid')),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_consumers_consumer_type_id'),
        'consumers',
        ['consumer_type_id'],
        unique=False,
    )
    op.create_index(
        'ix_consumers_project_user',
        'consumers',
        ['project_id', 'user_id'],
        unique=False,
    )
    op.create_index(
        op.f('ix_consumers_user_id'), 'consumers', ['user_id'], unique=False
    )
    op.create_table(
        'host_inventories',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organization_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=512), nullable=False),
        sa.Column('description', LongText, nullable=False),
        sa.Column(
            'kind', sa.String(length=32), server_default='', nullable=False
        ),
        sa.Column('host_filter', LongText, nullable=True),
        sa.Column('variables', LongText, nullable=False),
        sa.Column(
            'prevent_instance_group_fallback',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column(
            'generation', sa.Integer(), server_default='0', nullable=False
        ),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['organization_id'],
            ['organizations.id'],
            name=op.f('fk_host_inventories_organization_id'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_host_inventories')),
        sa.UniqueConstraint(
            'name',
            'organization_id',
            name=op.f('uq_host_inventories_name_organization_id'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_host_inventories_organization_id'),
        'host_inventories',
        ['organization_id'],
        unique=False,
    )
    op.create_table(
        'inventories',
        sa.Column('resource_provider_id', sa.Integer(), nullable=False),
        sa.Column('resource_class_id', sa.Integer(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('reserved', sa.Integer(), nullable=False),
        sa.Column('min_unit', sa.Integer(), nullable=False),
        sa.Column('max_unit', sa.Integer(), nullable=False),
        sa.Column('step_size', sa.Integer(), nullable=False),
        sa.Column('allocation_ratio', sa.Double(), nullable=False),
        sa.Column('used', sa.BigInteger(), server_default='0', nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.CheckConstraint(
            'used >= 0', name=op.f('ck_inventories_used_not_negative')
        ),
        sa.ForeignKeyConstraint(
            ['resource_class_id'],
            ['resource_classes.id'],
            name=op.f('fk_inventories_resource_class_id'),
        ),
        sa.ForeignKeyConstraint(
            ['resource_provider_id'],
            ['resource_providers.id'],
            name=op.f('fk_inventories_resource_provider_id'),
        ),
        sa.PrimaryKeyConstraint(
            'resource_provider_id',
            'resource_class_id',
            name=op.f('pk_inventories'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        'ix_inventories_class',
        'inventories',
        ['resource_class_id'],
        unique=False,
    )
    op.create_table(
        'resource_provider_aggregates',
        sa.Column('resource_provider_id', sa.Integer(), nullable=False),
        sa.Column('aggregate_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['aggregate_id'],
            ['aggregates.id'],
            name=op.f('fk_resource_provider_aggregates_aggregate_id'),
        ),
        sa.ForeignKeyConstraint(
            ['resource_provider_id'],
            ['resource_providers.id'],
            name=op.f('fk_resource_provider_aggregates_resource_provider_id'),
        ),
        sa.PrimaryKeyConstraint(
            'resource_provider_id',
            'aggregate_id',
            name=op.f('pk_resource_provider_aggregates'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_resource_provider_aggregates_aggregate_id'),
        'resource_provider_aggregates',
        ['aggregate_id'],
        unique=False,
    )
    op.create_table(
        'resource_provider_traits',
        sa.Column('resource_provider_id', sa.Integer(), nullable=False),
        sa.Column('trait_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['resource_provider_id'],
            ['resource_providers.id'],
            name=op.f('fk_resource_provider_traits_resource_provider_id'),
        ),
        sa.ForeignKeyConstraint(
            ['trait_id'],
            ['traits.id'],
            name=op.f('fk_resource_provider_traits_trait_id'),
        ),
        sa.PrimaryKeyConstraint(
            'resource_provider_id',
            'trait_id',
            name=op.f('pk_resource_provider_traits'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_resource_provider_traits_trait_id'),
        'resource_provider_traits',
        ['trait_id'],
        unique=False,
    )
    op.create_table(
        'allocations',
        sa.Column('consumer_id', sa.Integer(), nullable=False),
        sa.Column('resource_provider_id', sa.Integer(), nullable=False),
        sa.Column('resource_class_id', sa.Integer(), nullable=False),
        sa.Column('used', sa.Integer(), nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['consumer_id'],
            ['consumers.id'],
            name=op.f('fk_allocations_consumer_id'),
        ),
        sa.ForeignKeyConstraint(
            ['resource_provider_id', 'resource_class_id'],
            [
                'inventories.resource_provider_id',
                'inventories.resource_class_id',
            ],
            name='fk_allocations_inventory',
        ),
        sa.PrimaryKeyConstraint(
            'consumer_id',
            'resource_provider_id',
            'resource_class_id',
            name=op.f('pk_allocations'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        'ix_allocations_provider_class',
        'allocations',
        ['resource_provider_id', 'resource_class_id'],
        unique=False,
    )
    op.create_table(
        'host_groups',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('host_inventory_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=512), nullable=False),
        sa.Column('description', LongText, nullable=False),
        sa.Column('variables', LongText, nullable=False),
        sa.Column(
            'generation', sa.Integer(), server_default='0', nullable=False
        ),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['host_inventory_id'],
            ['host_inventories.id'],
            name=op.f('fk_host_groups_host_inventory_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_host_groups')),
        sa.UniqueConstraint(
            'host_inventory_id',
            'name',
            name=op.f('uq_host_groups_host_inventory_id_name'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        'ix_host_groups_name', 'host_groups', ['name'], unique=False
    )
    op.create_table(
        'hosts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('host_inventory_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=512), nullable=False),
        sa.Column('description', LongText, nullable=False),
        sa.Column(
            'enabled',
            sa.Boolean(),
            server_default=sa.true(),
            nullable=False,
        ),
        sa.Column(
            'instance_id',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column('variables', LongText, nullable=False),
        sa.Column(
            'generation', sa.Integer(), server_default='0', nullable=False
        ),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['host_inventory_id'],
            ['host_inventories.id'],
            name=op.f('fk_hosts_host_inventory_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_hosts')),
        sa.UniqueConstraint(
            'host_inventory_id',
            'name',
            name=op.f('uq_hosts_host_inventory_id_name'),
        ),
        **TABLE_ARGS,
    )
    op.create_index('ix_hosts_name', 'hosts', ['name'], unique=False)
    op.create_table(
        'inventory_sources',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('host_inventory_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=512), nullable=False),
        sa.Column('description', LongText, nullable=False),
        sa.Column('source', sa.String(length=32), nullable=False),
        sa.Column(
            'source_path',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column('source_vars', LongText, nullable=False),
        sa.Column(
            'scm_branch',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column(
            'enabled_var',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column(
            'enabled_value',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column('host_filter', LongText, nullable=False),
        sa.Column(
            'overwrite',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column(
            'overwrite_vars',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column('timeout', sa.Integer(), server_default='0', nullable=False),
        sa.Column(
            'verbosity', sa.Integer(), server_default='1', nullable=False
        ),
        sa.Column('limit', LongText, nullable=False),
        sa.Column(
            'update_on_launch',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column(
            'update_cache_timeout',
            sa.Integer(),
            server_default='0',
            nullable=False,
        ),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['host_inventory_id'],
            ['host_inventories.id'],
            name=op.f('fk_inventory_sources_host_inventory_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_inventory_sources')),
        sa.UniqueConstraint(
            'host_inventory_id',
            'name',
            name=op.f('uq_inventory_sources_host_inventory_id_name'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        'ix_inventory_sources_name',
        'inventory_sources',
        ['name'],
        unique=False,
    )
    op.create_table(
        'host_facts',
        sa.Column('host_id', sa.Integer(), nullable=False),
        sa.Column('facts', Json, nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.Column('modified_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['host_id'],
            ['hosts.id'],
            name=op.f('fk_host_facts_host_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('host_id', name=op.f('pk_host_facts')),
        **TABLE_ARGS,
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.create_index(
            'ix_host_facts_facts',
            'host_facts',
            ['facts'],
            unique=False,
            postgresql_using='gin',
            postgresql_ops={'facts': 'jsonb_path_ops'},
        )
    op.create_table(
        'host_group_children',
        sa.Column('parent_id', sa.Integer(), nullable=False),
        sa.Column('child_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['child_id'],
            ['host_groups.id'],
            name=op.f('fk_host_group_children_child_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['parent_id'],
            ['host_groups.id'],
            name=op.f('fk_host_group_children_parent_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint(
            'parent_id', 'child_id', name=op.f('pk_host_group_children')
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_host_group_children_child_id'),
        'host_group_children',
        ['child_id'],
        unique=False,
    )
    op.create_table(
        'host_group_hosts',
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.Column('host_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['group_id'],
            ['host_groups.id'],
            name=op.f('fk_host_group_hosts_group_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['host_id'],
            ['hosts.id'],
            name=op.f('fk_host_group_hosts_host_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint(
            'group_id', 'host_id', name=op.f('pk_host_group_hosts')
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_host_group_hosts_host_id'),
        'host_group_hosts',
        ['host_id'],
        unique=False,
    )
    op.create_table(
        'inventory_source_groups',
        sa.Column('inventory_source_id', sa.Integer(), nullable=False),
        sa.Column('group_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['group_id'],
            ['host_groups.id'],
            name=op.f('fk_inventory_source_groups_group_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['inventory_source_id'],
            ['inventory_sources.id'],
            name=op.f('fk_inventory_source_groups_inventory_source_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint(
            'inventory_source_id',
            'group_id',
            name=op.f('pk_inventory_source_groups'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_inventory_source_groups_group_id'),
        'inventory_source_groups',
        ['group_id'],
        unique=False,
    )
    op.create_table(
        'inventory_source_hosts',
        sa.Column('inventory_source_id', sa.Integer(), nullable=False),
        sa.Column('host_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['host_id'],
            ['hosts.id'],
            name=op.f('fk_inventory_source_hosts_host_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['inventory_source_id'],
            ['inventory_sources.id'],
            name=op.f('fk_inventory_source_hosts_inventory_source_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint(
            'inventory_source_id',
            'host_id',
            name=op.f('pk_inventory_source_hosts'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_inventory_source_hosts_host_id'),
        'inventory_source_hosts',
        ['host_id'],
        unique=False,
    )
    op.create_table(
        'inventory_updates',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('inventory_source_id', sa.Integer(), nullable=False),
        sa.Column('host_inventory_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=512), nullable=False),
        sa.Column('description', LongText, nullable=False),
        sa.Column('source', sa.String(length=32), nullable=False),
        sa.Column(
            'source_path',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column('source_vars', LongText, nullable=False),
        sa.Column(
            'scm_branch',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column(
            'enabled_var',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column(
            'enabled_value',
            sa.String(length=1024),
            server_default='',
            nullable=False,
        ),
        sa.Column('host_filter', LongText, nullable=False),
        sa.Column(
            'overwrite',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column(
            'overwrite_vars',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column('timeout', sa.Integer(), server_default='0', nullable=False),
        sa.Column(
            'verbosity', sa.Integer(), server_default='1', nullable=False
        ),
        sa.Column('limit', LongText, nullable=False),
        sa.Column('launch_type', sa.String(length=20), nullable=False),
        sa.Column('status', sa.String(length=20), nullable=False),
        sa.Column(
            'cancel_requested',
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
        ),
        sa.Column('started_at', DateTime, nullable=True),
        sa.Column('finished_at', DateTime, nullable=True),
        sa.Column('canceled_at', DateTime, nullable=True),
        sa.Column('job_args', LongText, nullable=False),
        sa.Column('job_explanation', LongText, nullable=False),
        sa.Column('result_traceback', LongText, nullable=False),
        sa.Column('counts', Json, nullable=True),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['host_inventory_id'],
            ['host_inventories.id'],
            name=op.f('fk_inventory_updates_host_inventory_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['inventory_source_id'],
            ['inventory_sources.id'],
            name=op.f('fk_inventory_updates_inventory_source_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_inventory_updates')),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_inventory_updates_host_inventory_id'),
        'inventory_updates',
        ['host_inventory_id'],
        unique=False,
    )
    op.create_index(
        'ix_inventory_updates_source_status',
        'inventory_updates',
        ['inventory_source_id', 'status'],
        unique=False,
    )
    op.create_table(
        'inventory_update_events',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('inventory_update_id', sa.Integer(), nullable=False),
        sa.Column('counter', sa.Integer(), nullable=False),
        sa.Column('start_line', sa.Integer(), nullable=False),
        sa.Column('end_line', sa.Integer(), nullable=False),
        sa.Column('stdout', LongText, nullable=False),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ['inventory_update_id'],
            ['inventory_updates.id'],
            name=op.f('fk_inventory_update_events_inventory_update_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_inventory_update_events')),
        sa.UniqueConstraint(
            'inventory_update_id',
            'counter',
            name=op.f(
                'uq_inventory_update_events_inventory_update_id_counter'
            ),
        ),
        **TABLE_ARGS,
    )
