"""Tables of the host-inventory family."""

import sqlalchemy as sa

from placement_inv.db import clock
from placement_inv.db.tables import base
from placement_inv.db.tables import columns
from placement_inv.db.tables import fact_index
from placement_inv.db.tables.base import flag
from placement_inv.db.tables.base import table
from placement_inv.db.tables.base import timestamps

organizations = table(
    'organizations',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.name(),
    columns.text('description'),
    columns.number('max_hosts'),
    # The project or the domain of Keystone that the organization belongs to;
    # '' for none.
    columns.string('project_id', 64),
    columns.string('domain_id', 64),
    *timestamps(),
    *columns.authors(),
    sa.UniqueConstraint('name', 'project_id', 'domain_id'),
    sa.Index('ix_organizations_project_id', 'project_id'),
    sa.Index('ix_organizations_domain_id', 'domain_id'),
)

host_inventories = table(
    'host_inventories',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column(
        'organization_id',
        sa.Integer,
        sa.ForeignKey('organizations.id'),
        nullable=True,
        index=True,
    ),
    columns.name(),
    columns.text('description'),
    # '' for a regular inventory, 'smart' for one whose hosts match a filter,
    # 'constructed' for one made from other inventories.
    columns.string('kind', 32),
    sa.Column('host_filter', base.LongText, nullable=True),
    # The language of the filter, 'awx' or 'wide'.
    sa.Column(
        'host_filter_language',
        sa.String(8),
        nullable=False,
        default='awx',
        server_default='awx',
    ),
    *columns.variables(),
    flag('prevent_instance_group_fallback', False),
    columns.number('generation'),
    *timestamps(),
    *columns.authors(),
    flag('pending_deletion', False),
    sa.Column('deletion_started_at', base.DateTime, nullable=True),
    # Why the deletion of the inventory failed.
    sa.Column('deletion_error', base.LongText, nullable=True),
    # The number of failed attempts, including those that were retried.
    columns.number('deletion_failures'),
    sa.UniqueConstraint('name', 'organization_id'),
)

# The input inventories of constructed inventories, in their order.
host_inventory_inputs = table(
    'host_inventory_inputs',
    columns.reference(
        'host_inventory_id', 'host_inventories', primary_key=True
    ),
    columns.reference(
        'input_id', 'host_inventories', primary_key=True, index=True
    ),
    sa.Column('position', sa.Integer, nullable=False),
)

hosts = table(
    'hosts',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.reference('host_inventory_id', 'host_inventories'),
    columns.name(),
    columns.text('description'),
    flag('enabled', True),
    columns.string('instance_id', 1024),
    *columns.variables(),
    columns.number('generation'),
    *timestamps(),
    *columns.authors(),
    sa.UniqueConstraint('host_inventory_id', 'name'),
    # PostgreSQL counts and sorts matches of a filter by an index-only scan.
    sa.Index(
        'ix_hosts_name',
        'name',
        postgresql_include=['id', 'host_inventory_id'],
    ),
    # A host is shown with the number of hosts in its inventory. Counting them
    # by this index is faster than by the wider one of names.
    sa.Index('ix_hosts_host_inventory_id', 'host_inventory_id'),
)

# Facts are large and lists do not show them: a table of their own keeps scans
# of hosts small.
host_facts = table(
    'host_facts',
    columns.reference('host_id', 'hosts', primary_key=True),
    sa.Column('facts', base.Json, nullable=False),
    columns.number('version', 1),
    sa.Column('modified_at', base.DateTime, nullable=False),
    sa.Index(
        'ix_host_facts_facts',
        'facts',
        postgresql_using='gin',
        postgresql_ops={'facts': 'jsonb_path_ops'},
    ).ddl_if(dialect='postgresql'),
    sa.Index(
        'ix_host_facts_terms',
        sa.func.fact_terms(sa.literal_column('facts')),
        postgresql_using='gin',
    ).ddl_if(dialect='postgresql'),
)
fact_index.attach(host_facts)

host_groups = table(
    'host_groups',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.reference('host_inventory_id', 'host_inventories'),
    columns.name(),
    columns.text('description'),
    *columns.variables(),
    columns.number('generation'),
    *timestamps(),
    *columns.authors(),
    sa.UniqueConstraint('host_inventory_id', 'name'),
    sa.Index('ix_host_groups_name', 'name'),
)

host_group_hosts = columns.pairs(
    'host_group_hosts', 'group_id', 'host_groups', 'host_id', 'hosts'
)

host_group_children = columns.pairs(
    'host_group_children',
    'parent_id',
    'host_groups',
    'child_id',
    'host_groups',
)


def _source_settings():
    """Return the columns an update copies from its source at launch."""
    return (
        sa.Column('source', sa.String(32), nullable=False),
        columns.string('source_path', 1024),
        columns.text('source_vars'),
        columns.string('scm_branch', 1024),
        columns.string('enabled_var', 1024),
        columns.string('enabled_value', 1024),
        columns.text('host_filter'),
        flag('overwrite', False),
        flag('overwrite_vars', False),
        columns.number('timeout'),
        columns.number('verbosity', 1),
        columns.text('limit'),
    )


inventory_sources = table(
    'inventory_sources',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.reference('host_inventory_id', 'host_inventories'),
    columns.name(),
    columns.text('description'),
    *_source_settings(),
    flag('update_on_launch', False),
    columns.number('update_cache_timeout'),
    *timestamps(),
    *columns.authors(),
    sa.UniqueConstraint('host_inventory_id', 'name'),
    sa.Index('ix_inventory_sources_name', 'name'),
)

inventory_source_hosts = columns.pairs(
    'inventory_source_hosts',
    'inventory_source_id',
    'inventory_sources',
    'host_id',
    'hosts',
)

inventory_source_groups = columns.pairs(
    'inventory_source_groups',
    'inventory_source_id',
    'inventory_sources',
    'group_id',
    'host_groups',
)

inventory_updates = table(
    'inventory_updates',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.reference('inventory_source_id', 'inventory_sources'),
    columns.reference('host_inventory_id', 'host_inventories', index=True),
    columns.name(),
    columns.text('description'),
    *_source_settings(),
    sa.Column('launch_type', sa.String(20), nullable=False, default='manual'),
    sa.Column('status', sa.String(20), nullable=False),
    flag('cancel_requested', False),
    # The newest update when a launch last joined this one; NULL for none.
    sa.Column('requested_after_id', sa.Integer, nullable=True),
    sa.Column('started_at', base.DateTime, nullable=True),
    sa.Column('finished_at', base.DateTime, nullable=True),
    sa.Column('canceled_at', base.DateTime, nullable=True),
    columns.text('job_args'),
    columns.text('job_explanation'),
    columns.text('result_traceback'),
    # {"hosts": {"added": n, "changed": n, "removed": n, "unchanged": n},
    #  "groups": {...}} once the load committed.
    sa.Column('counts', base.Json, nullable=True),
    *timestamps(),
    *columns.authors(),
    sa.Index(
        'ix_inventory_updates_source_status',
        'inventory_source_id',
        'status',
    ),
)

inventory_update_events = table(
    'inventory_update_events',
    sa.Column('id', sa.Integer, primary_key=True),
    columns.reference('inventory_update_id', 'inventory_updates'),
    # 1, 2, 3 … within the update; [start_line, end_line) of its output.
    sa.Column('counter', sa.Integer, nullable=False),
    sa.Column('start_line', sa.Integer, nullable=False),
    sa.Column('end_line', sa.Integer, nullable=False),
    columns.text('stdout'),
    *timestamps(),
    sa.UniqueConstraint('inventory_update_id', 'counter'),
)

_BigId = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

# Entries outlive the rows that they describe: there are no foreign keys.
host_inventory_changes = table(
    'host_inventory_changes',
    sa.Column('id', _BigId, primary_key=True),
    # Entries that became visible together share a number; NULL until the feed
    # is read.
    sa.Column('batch', _BigId, nullable=True),
    sa.Column(
        'created_at', base.DateTime, nullable=False, default=clock.now()
    ),
    sa.Column('actor', sa.String(255), nullable=False),
    sa.Column('actor_id', sa.Integer, nullable=True),
    sa.Column('request_id', sa.String(64), nullable=False),
    sa.Column('operation', sa.String(16), nullable=False),
    sa.Column('object_type', sa.String(32), nullable=False),
    sa.Column('object_id', sa.Integer, nullable=True),
    sa.Column('object_name', sa.String(512), nullable=False),
    sa.Column('host_inventory_id', sa.Integer, nullable=True),
    # The organization of the object at the time of the entry.
    sa.Column('organization_id', sa.Integer, nullable=True),
    sa.Column('other_type', sa.String(32), nullable=False),
    sa.Column('other_id', sa.Integer, nullable=True),
    sa.Column('other_name', sa.String(512), nullable=False),
    sa.Column('association', sa.String(32), nullable=False),
    sa.Column('changes', base.Json, nullable=False),
    sa.Index('ix_host_inventory_changes_batch', 'batch', 'id'),
    sa.Index('ix_host_inventory_changes_object', 'object_id', 'object_type'),
    sa.Index('ix_host_inventory_changes_other', 'other_id', 'other_type'),
    sa.Index('ix_host_inventory_changes_inventory', 'host_inventory_id', 'id'),
    sa.Index(
        'ix_host_inventory_changes_organization', 'organization_id', 'id'
    ),
)

# One row: the last batch, and the last entry that was pruned by its age.
host_inventory_change_feeds = table(
    'host_inventory_change_feeds',
    sa.Column('id', sa.Integer, primary_key=True, autoincrement=False),
    sa.Column('batch', _BigId, nullable=False, default=0),
    sa.Column('pruned_batch', _BigId, nullable=False, default=0),
    sa.Column('pruned_id', _BigId, nullable=False, default=0),
)

# Responses to requests with an idempotency key, for repeated requests.
idempotent_requests = table(
    'idempotent_requests',
    sa.Column('actor', sa.String(255), primary_key=True),
    sa.Column('key', sa.String(255), primary_key=True),
    # The digest of the request.
    sa.Column('digest', sa.String(32), nullable=False),
    sa.Column('answer', base.Json, nullable=True),
    sa.Column(
        'created_at', base.DateTime, nullable=False, default=clock.now()
    ),
    sa.Index('ix_idempotent_requests_created_at', 'created_at'),
)
