"""Tables of the placement family."""

import sqlalchemy as sa

from placement_inv.db.tables.base import table
from placement_inv.db.tables.base import timestamps


def _names(name):
    return table(
        name,
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('name', sa.String(255), nullable=False, unique=True),
        *timestamps(),
    )


def _external_ids(name):
    return table(
        name,
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('external_id', sa.String(255), nullable=False, unique=True),
        *timestamps(),
    )


resource_classes = _names('resource_classes')
traits = _names('traits')
consumer_types = _names('consumer_types')
projects = _external_ids('projects')
users = _external_ids('users')

resource_providers = table(
    'resource_providers',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('uuid', sa.String(36), nullable=False, unique=True),
    sa.Column('name', sa.String(200), nullable=False, unique=True),
    sa.Column(
        'generation', sa.Integer, nullable=False, default=0, server_default='0'
    ),
    # NULL only between the two statements that create a root.
    sa.Column(
        'root_provider_id',
        sa.Integer,
        sa.ForeignKey('resource_providers.id'),
        nullable=True,
        index=True,
    ),
    sa.Column(
        'parent_provider_id',
        sa.Integer,
        sa.ForeignKey('resource_providers.id'),
        nullable=True,
        index=True,
    ),
    *timestamps(),
)

inventories = table(
    'inventories',
    sa.Column(
        'resource_provider_id',
        sa.Integer,
        sa.ForeignKey('resource_providers.id'),
        primary_key=True,
    ),
    sa.Column(
        'resource_class_id',
        sa.Integer,
        sa.ForeignKey('resource_classes.id'),
        primary_key=True,
    ),
    sa.Column('total', sa.Integer, nullable=False),
    sa.Column('reserved', sa.Integer, nullable=False),
    sa.Column('min_unit', sa.Integer, nullable=False),
    sa.Column('max_unit', sa.Integer, nullable=False),
    sa.Column('step_size', sa.Integer, nullable=False),
    sa.Column('allocation_ratio', sa.Double, nullable=False),
    # The sum of the allocations. Transactions that change them update it, so
    # that readers need no sum.
    sa.Column(
        'used', sa.BigInteger, nullable=False, default=0, server_default='0'
    ),
    *timestamps(),
    sa.CheckConstraint('used >= 0', name='used_not_negative'),
    sa.Index('ix_inventories_class', 'resource_class_id'),
)

aggregates = table(
    'aggregates',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('uuid', sa.String(36), nullable=False, unique=True),
    *timestamps(),
)

resource_provider_aggregates = table(
    'resource_provider_aggregates',
    sa.Column(
        'resource_provider_id',
        sa.Integer,
        sa.ForeignKey('resource_providers.id'),
        primary_key=True,
    ),
    sa.Column(
        'aggregate_id',
        sa.Integer,
        sa.ForeignKey('aggregates.id'),
        primary_key=True,
        index=True,
    ),
)

resource_provider_traits = table(
    'resource_provider_traits',
    sa.Column(
        'resource_provider_id',
        sa.Integer,
        sa.ForeignKey('resource_providers.id'),
        primary_key=True,
    ),
    sa.Column(
        'trait_id',
        sa.Integer,
        sa.ForeignKey('traits.id'),
        primary_key=True,
        index=True,
    ),
)

consumers = table(
    'consumers',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('uuid', sa.String(36), nullable=False, unique=True),
    sa.Column(
        'project_id',
        sa.Integer,
        sa.ForeignKey('projects.id'),
        nullable=False,
    ),
    sa.Column(
        'user_id',
        sa.Integer,
        sa.ForeignKey('users.id'),
        nullable=False,
        index=True,
    ),
    sa.Column(
        'consumer_type_id',
        sa.Integer,
        sa.ForeignKey('consumer_types.id'),
        nullable=True,
        index=True,
    ),
    sa.Column(
        'generation', sa.Integer, nullable=False, default=0, server_default='0'
    ),
    *timestamps(),
    sa.Index('ix_consumers_project_user', 'project_id', 'user_id'),
)

allocations = table(
    'allocations',
    sa.Column(
        'consumer_id',
        sa.Integer,
        sa.ForeignKey('consumers.id'),
        primary_key=True,
    ),
    sa.Column('resource_provider_id', sa.Integer, primary_key=True),
    sa.Column('resource_class_id', sa.Integer, primary_key=True),
    sa.Column('used', sa.Integer, nullable=False),
    *timestamps(),
    # An allocation always has an inventory: the database refuses to delete an
    # inventory in use, even if a concurrent request passed the check.
    sa.ForeignKeyConstraint(
        ['resource_provider_id', 'resource_class_id'],
        [
            'inventories.resource_provider_id',
            'inventories.resource_class_id',
        ],
        name='fk_allocations_inventory',
    ),
    sa.Index(
        'ix_allocations_provider_class',
        'resource_provider_id',
        'resource_class_id',
    ),
)
