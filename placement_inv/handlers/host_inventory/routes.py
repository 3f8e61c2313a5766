"""The routes of the host-inventory family.

Patterns have no trailing slash; the router accepts paths with and without it.
"""

from placement_inv.handlers.host_inventory import root
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import login
from placement_inv.handlers.host_inventory.access import my_permissions
from placement_inv.handlers.host_inventory.access import object_roles
from placement_inv.handlers.host_inventory.access import teams
from placement_inv.handlers.host_inventory.access import tokens
from placement_inv.handlers.host_inventory.access import users
from placement_inv.handlers.host_inventory.audit import handlers as changes
from placement_inv.handlers.host_inventory.groups import handlers as groups
from placement_inv.handlers.host_inventory.hosts import bulk
from placement_inv.handlers.host_inventory.hosts import bulk_edits
from placement_inv.handlers.host_inventory.hosts import explain
from placement_inv.handlers.host_inventory.hosts import facts as host_facts
from placement_inv.handlers.host_inventory.hosts import handlers as hosts
from placement_inv.handlers.host_inventory.hosts import smart_filter
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.inventories import constructed
from placement_inv.handlers.host_inventory.inventories import copies
from placement_inv.handlers.host_inventory.inventories import (
    facts as inventory_facts,
)
from placement_inv.handlers.host_inventory.inventories import (
    handlers as inventories,
)
from placement_inv.handlers.host_inventory.inventories import script
from placement_inv.handlers.host_inventory.inventories import variable_data
from placement_inv.handlers.host_inventory.options import handlers as options
from placement_inv.handlers.host_inventory.organizations import (
    handlers as organizations,
)
from placement_inv.handlers.host_inventory.sources import handlers as sources
from placement_inv.handlers.host_inventory.updates import handlers as updates
from placement_inv.handlers.host_inventory.updates import launch
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.tenancy import roles


def _collection(module):
    return {'GET': module.index, 'POST': module.create}


def _member(module):
    return {
        'GET': module.show,
        'PUT': module.replace,
        'PATCH': module.change,
        'DELETE': module.delete,
    }


def _tokens_of_user():
    return {'GET': tokens.index_of_user, 'POST': tokens.create_for_user}


def _deleted_later(module):
    return {
        **_member(module),
        'DELETE': (module.delete_at_once, module.delete),
    }


#: Teams and roles.
_ROLES = {
    '/api/v2/teams': _collection(teams),
    '/api/v2/teams/{id}': _member(teams),
    '/api/v2/teams/{id}/users': object_roles.holders_of(
        roles.TEAM, roles.MEMBER
    ),
    '/api/v2/teams/{id}/roles': {
        'GET': object_roles.index_of_team,
        'POST': object_roles.post_to_team,
    },
    '/api/v2/organizations/{id}/teams': {
        'GET': teams.index_of_organization,
        'POST': teams.post_to_organization,
    },
    '/api/v2/organizations/{id}/users': object_roles.holders_of(
        roles.ORGANIZATION, roles.MEMBER
    ),
    '/api/v2/organizations/{id}/admins': object_roles.holders_of(
        roles.ORGANIZATION, roles.ADMIN
    ),
    '/api/v2/users/{id}/roles': {
        'GET': object_roles.index_of_user,
        'POST': object_roles.post_to_user,
    },
    '/api/v2/users/{id}/teams': {'GET': teams.index_of_user},
    '/api/v2/users/{id}/organizations': {'GET': organizations.index_of_member},
    '/api/v2/users/{id}/admin_of_organizations': {
        'GET': organizations.index_of_administrator
    },
    '/api/v2/roles': {'GET': object_roles.index},
    '/api/v2/roles/{id}': {'GET': object_roles.show},
    '/api/v2/roles/{id}/users': {
        'GET': object_roles.index_users,
        'POST': object_roles.post_to_users,
    },
    '/api/v2/roles/{id}/teams': {
        'GET': object_roles.index_teams,
        'POST': object_roles.post_to_teams,
    },
    **{
        f'/api/v2/{kind.noun}/{{id}}/{name}': methods
        for kind in role_objects.KINDS.values()
        for name, methods in object_roles.of_objects(kind.name).items()
    },
}
#: Lists that were always empty before there were teams.
_FORMER = {
    pattern: {**_ROLES[pattern], 'GET': (former, _ROLES[pattern]['GET'])}
    for pattern, former in unsupported.former_routes().items()
}

_ROUTES = {
    '/api': {'GET': root.api},
    '/api/v2': {'GET': root.resources},
    '/api/v2/ping': {'GET': root.ping},
    '/api/login': {'GET': login.show, 'POST': login.begin},
    '/api/logout': {'GET': login.end, 'POST': login.end},
    '/api/v2/config': {'GET': root.config},
    '/api/v2/me': {'GET': users.me},
    '/api/v2/me/permissions': {'GET': my_permissions.index},
    '/api/v2/users': _collection(users),
    '/api/v2/users/{id}': _member(users),
    '/api/v2/users/{id}/personal_tokens': _tokens_of_user(),
    '/api/v2/users/{id}/tokens': _tokens_of_user(),
    '/api/v2/tokens': _collection(tokens),
    '/api/v2/tokens/{id}': _member(tokens),
    **_ROLES,
    **_FORMER,
    '/api/v2/organizations': _collection(organizations),
    '/api/v2/organizations/{id}': _deleted_later(organizations),
    '/api/v2/organizations/{id}/inventories': {
        'GET': organizations.index_inventories
    },
    '/api/v2/inventories': _collection(inventories),
    '/api/v2/inventories/{id}': _deleted_later(inventories),
    '/api/v2/inventories/{id}/hosts': {
        'GET': hosts.index_of_inventory,
        'POST': hosts.post_to_inventory,
    },
    '/api/v2/inventories/{id}/groups': {
        'GET': groups.index_of_inventory,
        'POST': groups.post_to_inventory,
    },
    '/api/v2/inventories/{id}/root_groups': {
        'GET': groups.index_of_roots,
        'POST': groups.post_to_inventory,
    },
    '/api/v2/inventories/{id}/variable_data': variable_data.routes(
        'inventories'
    ),
    '/api/v2/inventories/{id}/script': {'GET': script.show},
    '/api/v2/inventories/{id}/tree': {'GET': script.show_tree},
    '/api/v2/inventories/{id}/ansible_facts': {
        'GET': inventory_facts.show,
        'PATCH': inventory_facts.merge,
    },
    '/api/v2/inventories/{id}/inventory_sources': {
        'GET': sources.index_of_inventory,
        'POST': sources.create_in_inventory,
    },
    '/api/v2/inventories/{id}/update_inventory_sources': {
        'GET': launch.show_all,
        'POST': launch.start_all,
    },
    '/api/v2/inventories/{id}/copy': {
        'GET': copies.show,
        'POST': copies.create,
    },
    '/api/v2/inventories/{id}/input_inventories': {
        'GET': constructed.index_inputs,
        'POST': constructed.post_to_inputs,
    },
    '/api/v2/constructed_inventories': _collection(constructed),
    '/api/v2/constructed_inventories/{id}': _member(constructed),
    '/api/v2/smart_filter': {'GET': smart_filter.show},
    '/api/v2/hosts': _collection(hosts),
    '/api/v2/hosts/{id}': _member(hosts),
    '/api/v2/hosts/{id}/variable_data': variable_data.routes('hosts'),
    '/api/v2/hosts/{id}/ansible_facts': {
        'GET': host_facts.show,
        'PUT': host_facts.replace,
        'PATCH': host_facts.merge,
        'DELETE': host_facts.delete,
    },
    '/api/v2/hosts/{id}/explain': {'GET': explain.show},
    '/api/v2/hosts/{id}/smart_inventories': {'GET': inventories.index_of_host},
    '/api/v2/hosts/{id}/groups': {
        'GET': groups.index_of_host,
        'POST': groups.post_to_host,
    },
    '/api/v2/hosts/{id}/all_groups': {'GET': groups.index_above_host},
    '/api/v2/hosts/{id}/inventory_sources': {'GET': sources.index_of_host},
    '/api/v2/groups': _collection(groups),
    '/api/v2/groups/{id}': _member(groups),
    '/api/v2/groups/{id}/variable_data': variable_data.routes('groups'),
    '/api/v2/groups/{id}/hosts': {
        'GET': hosts.index_of_group,
        'POST': hosts.post_to_group,
    },
    '/api/v2/groups/{id}/all_hosts': {'GET': hosts.index_below_group},
    '/api/v2/groups/{id}/children': {
        'GET': groups.index_of_children,
        'POST': groups.post_to_children,
    },
    '/api/v2/groups/{id}/potential_children': {
        'GET': groups.index_of_potential_children
    },
    '/api/v2/groups/{id}/inventory_sources': {'GET': sources.index_of_group},
    '/api/v2/inventory_sources': _collection(sources),
    '/api/v2/inventory_sources/{id}': _member(sources),
    '/api/v2/inventory_sources/{id}/update': {
        'GET': launch.show,
        'POST': launch.start,
    },
    '/api/v2/inventory_sources/{id}/inventory_updates': {
        'GET': updates.index_of_source
    },
    '/api/v2/inventory_sources/{id}/hosts': {
        'GET': sources.index_hosts,
        'DELETE': sources.delete_hosts,
    },
    '/api/v2/inventory_sources/{id}/groups': {
        'GET': sources.index_groups,
        'DELETE': sources.delete_groups,
    },
    '/api/v2/inventory_updates': {'GET': updates.index},
    '/api/v2/inventory_updates/{id}': {
        'GET': updates.show,
        'DELETE': updates.delete,
    },
    '/api/v2/inventory_updates/{id}/cancel': {
        'GET': updates.show_cancel,
        'POST': updates.cancel,
    },
    '/api/v2/inventory_updates/{id}/events': {'GET': updates.index_events},
    '/api/v2/inventory_updates/{id}/stdout': {'GET': updates.stdout},
    '/api/v2/changes': {'GET': changes.follow},
    '/api/v2/activity_stream': {'GET': changes.index},
    '/api/v2/activity_stream/{id}': {'GET': changes.show},
    **{
        f'/api/v2/{noun}/{{id}}/activity_stream': {
            'GET': changes.index_of(type_, model)
        }
        for noun, type_, model in (
            ('organizations', 'organization', 'Organization'),
            ('inventories', 'inventory', 'Inventory'),
            ('hosts', 'host', 'Host'),
            ('groups', 'group', 'Group'),
            ('inventory_sources', 'inventory_source', 'InventorySource'),
        )
    },
    '/api/v2/teams/{id}/activity_stream': {
        'GET': changes.index_of('team', 'Team', versions.TENANTS)
    },
    **unsupported.routes(),
    '/api/v2/bulk': {'GET': bulk.index},
    '/api/v2/bulk/host_create': {
        'GET': bulk.show_create,
        'POST': bulk.create_hosts,
    },
    '/api/v2/bulk/host_upsert': {'POST': bulk_edits.upsert},
    '/api/v2/bulk/host_patch': {'POST': bulk_edits.patch},
    '/api/v2/bulk/host_associate': {'POST': bulk_edits.associate},
    '/api/v2/bulk/host_delete': {
        'GET': bulk.show_delete,
        'POST': bulk.delete_hosts,
    },
}

ROUTES = options.add_options(_ROUTES)
