"""The bodies of roles, and the summaries of them in other bodies."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.tenancy import roles

NOUN = 'roles'
RELATED = urls.from_version(versions.TENANTS, 'users', 'teams')


def role(req, row):
    """Return the body of an ObjectRole."""
    kind = role_objects.KINDS[row.kind]
    return {
        'id': row.id,
        'type': 'role',
        'url': urls.url(req, NOUN, row.id),
        'related': {
            **urls.related_urls(req, NOUN, row.id, RELATED),
            row.kind: urls.url(req, kind.noun, row.object_id),
        },
        'summary_fields': {
            'resource_name': row.object_name,
            'resource_type': row.kind,
            'resource_type_display_name': kind.title,
            'resource_id': row.object_id,
        },
        'name': row.name,
        'description': row.description,
        'role_field': row.role_field,
    }


def access(req, held, may_revoke):
    """Return the body of a role that a user has, in an access list."""
    definition = roles.get(held.kind, held.role)
    noun = role_objects.KINDS[held.kind].noun
    team = {}
    if held.team_id is not None:
        team = {'team_id': held.team_id, 'team_name': held.team_name}
    return {
        'role': {
            'id': roles.role_id(held.kind, held.object_id, held.role),
            'name': definition.label,
            'description': definition.description,
            **team,
            'resource_name': held.object_name,
            'resource_type': held.kind,
            'related': {held.kind: urls.url(req, noun, held.object_id)},
            'user_capabilities': {'unattach': may_revoke},
        },
        'descendant_roles': sorted(map(roles.field_name, held.includes)),
    }
