"""`/teams/`, each team, and the lists of teams below other rows."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import team_fields as form
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import related_lists
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

READ = 'host_inventory:teams:read'
WRITE = 'host_inventory:teams:write'
NOUN = 'teams'
RELATED = urls.from_version(
    versions.TENANTS,
    'users',
    'roles',
    'object_roles',
    'access_list',
    'activity_stream',
)


@endpoint(READ, since=versions.TENANTS)
def index(req):
    """List teams."""
    return pagination.respond(
        req, lambda query: team.page(req.ctx, query), present
    )


@endpoint(WRITE, since=versions.TENANTS)
def create(req):
    """Create a team."""
    return _create(req, body.read(req))


@endpoint(READ, since=versions.TENANTS)
def show(req):
    """Show one team."""
    return response.json(_detail(req, team.get(req.ctx, key(req))))


@endpoint(WRITE, since=versions.TENANTS)
def replace(req):
    """Change a team; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(WRITE, since=versions.TENANTS)
def change(req):
    """Change some fields of a team."""
    return _change(req, Mode.CHANGE)


@endpoint(WRITE, since=versions.TENANTS)
def delete(req):
    """Delete a team; its roles end."""
    team.delete(req.ctx, key(req))
    return response.no_content()


@endpoint(READ, since=versions.TENANTS)
def index_of_organization(req):
    """List the teams of an organization."""
    return pagination.respond_inside(
        req, organization.MODEL, team.page_of_organization, present
    )


@endpoint(WRITE, since=versions.TENANTS)
def post_to_organization(req):
    """Create a team in an organization, move one there, or delete one."""
    organization_id = organization.resolve(
        req.ctx, urls.key(req, organization.MODEL)
    )
    return related_lists.post(
        req,
        team.MODEL,
        lambda document: _create(
            req, {**document, 'organization': organization_id}
        ),
        lambda team_id: team.move(req.ctx, team_id, organization_id),
        lambda team_id: team.delete_from(req.ctx, team_id, organization_id),
    )


@endpoint(READ, since=versions.TENANTS)
def index_of_user(req):
    """List the teams whose member or administrator a user is."""
    user_id = user.get(req.ctx, urls.key(req, user.MODEL)).id
    return pagination.respond(
        req,
        lambda query: team.page_of_user(req.ctx, user_id, query),
        present,
    )


def key(req):
    """Return the key of the team in the path."""
    return urls.key(req, team.MODEL)


def _create(req, document):
    values = form.FORM.read(document, req.version, Mode.CREATE)
    row = team.create(req.ctx, values)
    return response.created_response(
        urls.url(req, NOUN, row.id), _detail(req, row)
    )


def _change(req, mode):
    values = form.FORM.read(body.read(req), req.version, mode)
    row = team.update(req.ctx, key(req), values)
    return response.json(_detail(req, row))


def _detail(req, row):
    name_url = urls.named_url(req, NOUN, row.name, row.organization_name)
    return present(req, row, name_url)


def present(req, row, named_url=None):
    """Return the body of a team."""
    summary_fields = {
        'organization': {
            'id': row.organization_id,
            'name': row.organization_name,
            'description': row.organization_description,
        },
        **base_representation.summary_of_roles(req, roles.TEAM, row.id),
        'user_capabilities': base_representation.capabilities(
            req, WRITE, row_roles.TEAM, row.id
        ),
    }
    links = {
        **urls.related_urls(req, NOUN, row.id, RELATED),
        'organization': urls.url(req, 'organizations', row.organization_id),
    }
    return {
        **base_representation.identity(
            req,
            row,
            NOUN,
            'team',
            {**(named_url or {}), **links},
            summary_fields,
        ),
        **form.FORM.represent(row, req.version),
    }
