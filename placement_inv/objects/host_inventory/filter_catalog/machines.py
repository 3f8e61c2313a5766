"""The catalog entities of organizations, inventories, hosts and groups."""

import dataclasses

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import groups
from placement_inv.objects.host_inventory.columns import hosts
from placement_inv.objects.host_inventory.columns import inventories
from placement_inv.objects.host_inventory.columns import organizations
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.filter_catalog import constants
from placement_inv.objects.host_inventory.filter_catalog import effective
from placement_inv.objects.host_inventory.filter_catalog import parts

_t = tables.host_inventory


def _facts_modified(table):
    facts = _t.host_facts.alias()
    return (
        sa.select(facts.c.modified_at)
        .where(facts.c.host_id == table.c.id)
        .correlate(table)
        .scalar_subquery()
    )


def _facts_as_text(table):
    facts = _t.host_facts.alias()
    return (
        sa.select(sa.cast(facts.c.facts, sa.Text))
        .where(facts.c.host_id == table.c.id)
        .correlate(table)
        .scalar_subquery()
    )


def _count_fields():
    """Yield the fields of inventories that count their rows."""
    for name, count in inventory_summary.COUNTS.items():
        yield smartfilter.Field(name, smartfilter.Kind.INTEGER, count)
    yield smartfilter.Field(
        'has_inventory_sources',
        smartfilter.Kind.BOOLEAN,
        lambda table: (
            inventory_summary.COUNTS['total_inventory_sources'](table) > 0
        ),
    )
    # No job has run on any host, so none has failed.
    yield smartfilter.Field(
        'has_active_failures',
        smartfilter.Kind.BOOLEAN,
        lambda table: table.c.id.is_(None),
    )
    yield smartfilter.Field(
        'hosts_with_active_failures',
        smartfilter.Kind.INTEGER,
        lambda table: sa.case((table.c.id.is_(None), 1), else_=0),
    )


ORGANIZATION = parts.entity(
    'organization',
    'Organization',
    _t.organizations,
    organizations.COLUMNS,
    *constants.OF_ORGANIZATIONS,
    smartfilter.Relation(
        'inventories',
        'inventory',
        parts.by_columns('id', _t.host_inventories, 'organization_id'),
        search_names=('inventory',),
    ),
)

INVENTORY = parts.entity(
    'inventory',
    'Inventory',
    _t.host_inventories,
    inventories.COLUMNS,
    *_count_fields(),
    smartfilter.Relation(
        'organization',
        'organization',
        parts.by_columns('organization_id', _t.organizations, 'id'),
    ),
    smartfilter.Document('variables', _t.host_inventories.c.variables_data),
    parts.rows_in_inventory('hosts', 'host', _t.hosts),
    parts.rows_in_inventory('groups', 'group', _t.host_groups),
    parts.rows_in_inventory(
        'inventory_sources', 'inventory_source', _t.inventory_sources
    ),
)

HOST = parts.entity(
    'host',
    'Host',
    _t.hosts,
    hosts.COLUMNS,
    smartfilter.Field(
        'ansible_facts_modified', smartfilter.Kind.DATETIME, _facts_modified
    ),
    parts.inventory_relation(),
    parts.relation_by_link(
        'groups',
        'group',
        _t.host_group_hosts,
        'host_id',
        'group_id',
        _t.host_groups,
        search_names=('group',),
    ),
    smartfilter.Relation(
        'all_groups',
        'group',
        parts.by_link(
            _t.host_group_hosts, 'host_id', 'group_id', _t.host_groups
        ),
        below=parts.by_link(
            _t.host_group_children, 'parent_id', 'child_id', _t.host_groups
        ),
    ),
    parts.relation_by_link(
        'inventory_sources',
        'inventory_source',
        _t.inventory_source_hosts,
        'host_id',
        'inventory_source_id',
        _t.inventory_sources,
        search_names=('inventory_source',),
    ),
    # No job has run on any host.
    *constants.OF_HOSTS,
    smartfilter.Document('variables', _t.hosts.c.variables_data),
    smartfilter.Document(
        'effective_variables', choose=effective.find_effective
    ),
    smartfilter.Document(
        'ansible_facts',
        _t.host_facts.c.facts,
        parts.by_columns('id', _t.host_facts, 'host_id'),
        in_awx=True,
        finder='hosts_of_fact',
    ),
    aliases={
        # Common spellings of users.
        'group': 'groups',
        'host_vars': 'effective_variables',
    },
)

#: A field that only parameters of lists have: the facts as one text.
FACTS_AS_TEXT = smartfilter.Field(
    'ansible_facts', smartfilter.Kind.TEXT, _facts_as_text, is_document=True
)
LISTED_HOST = dataclasses.replace(HOST, steps=(*HOST.steps, FACTS_AS_TEXT))

GROUP = parts.entity(
    'group',
    'Group',
    _t.host_groups,
    groups.COLUMNS,
    smartfilter.Document('variables', _t.host_groups.c.variables_data),
    parts.inventory_relation(),
    parts.relation_by_link(
        'hosts', 'host', _t.host_group_hosts, 'group_id', 'host_id', _t.hosts
    ),
    parts.relation_by_link(
        'children',
        'group',
        _t.host_group_children,
        'parent_id',
        'child_id',
        _t.host_groups,
    ),
    parts.relation_by_link(
        'parents',
        'group',
        _t.host_group_children,
        'child_id',
        'parent_id',
        _t.host_groups,
    ),
    parts.relation_by_link(
        'inventory_sources',
        'inventory_source',
        _t.inventory_source_groups,
        'group_id',
        'inventory_source_id',
        _t.inventory_sources,
        search_names=('inventory_source',),
    ),
)
