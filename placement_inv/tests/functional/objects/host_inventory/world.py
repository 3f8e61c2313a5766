"""Creates inventories and their contents with the object functions."""

from placement_inv.db import tables
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source

ORGANIZATIONS = tables.host_inventory.organizations
INVENTORIES = tables.host_inventory.host_inventories
SOURCES = tables.host_inventory.inventory_sources
UPDATES = tables.host_inventory.inventory_updates
EVENTS = tables.host_inventory.inventory_update_events
HOSTS = tables.host_inventory.hosts
GROUPS = tables.host_inventory.host_groups
MEMBERS = tables.host_inventory.host_group_hosts
CHILDREN = tables.host_inventory.host_group_children
SOURCE_HOSTS = tables.host_inventory.inventory_source_hosts
SOURCE_GROUPS = tables.host_inventory.inventory_source_groups

_SOURCE = {
    'description': '',
    'source': 'file',
    'source_path': '',
    'source_vars': '',
    'scm_branch': '',
    'enabled_var': '',
    'enabled_value': '',
    'host_filter': '',
    'overwrite': False,
    'overwrite_vars': False,
    'timeout': 0,
    'verbosity': 0,
    'limit': '',
    'update_on_launch': False,
    'update_cache_timeout': 0,
}


def make_inventory(ctx, name='Production', **values):
    """Create an inventory, and an organization for it if none is given."""
    if 'organization_id' not in values:
        new_organization = organization.create(
            ctx, {'name': f'{name} Ltd', 'description': '', 'max_hosts': 0}
        )
        values = {'organization_id': new_organization.id, **values}
    return host_inventory.create(
        ctx,
        {
            'name': name,
            'description': '',
            'variables': '',
            **values,
        },
    )


def make_source(ctx, inventory_id, name='estate', **values):
    """Create a source of an inventory."""
    return source.create(
        ctx,
        {
            **_SOURCE,
            'host_inventory_id': inventory_id,
            'name': name,
            **values,
        },
    )


def make_host(ctx, inventory_id, name, **values):
    """Create a host of an inventory."""
    return host.create(
        ctx,
        {
            'host_inventory_id': inventory_id,
            'name': name,
            'description': '',
            'enabled': True,
            'instance_id': '',
            'variables': '',
            **values,
        },
    )


def make_group(ctx, inventory_id, name, **values):
    """Create a group of an inventory."""
    return group.create(
        ctx,
        {
            'host_inventory_id': inventory_id,
            'name': name,
            'description': '',
            'variables': '',
            **values,
        },
    )


def make_loadable_source(engine, ctx, inventory_id, name='estate', **values):
    """Create a source that can be updated; its path needs no file.

    Its path is written directly, so that no object checks it.
    """
    new_source = make_source(ctx, inventory_id, name)
    with engine.begin() as connection:
        connection.execute(
            SOURCES.update()
            .where(SOURCES.c.id == new_source.id)
            .values(source_path='hosts', **values)
        )
    return new_source
