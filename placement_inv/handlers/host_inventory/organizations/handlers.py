"""`/organizations/`, each organization, and its inventories."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.inventories import (
    representation as inventory_representation,
)
from placement_inv.handlers.host_inventory.organizations import fields as form
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:organizations:read'
_WRITE = 'host_inventory:organizations:write'
_NOUN = 'organizations'
#: The counts of rows that only organizations of AWX have.
_NONE = dict.fromkeys(('projects', 'job_templates'), 0)
RELATED = (
    *urls.from_first_version('inventories', 'users', 'admins', 'teams'),
    *unsupported.related_names('organizations'),
    ('activity_stream', versions.CHANGE_RECORD),
    *urls.from_version(versions.TENANTS, 'object_roles', 'access_list'),
)


@endpoint(_READ)
def index(req):
    """List organizations."""
    return pagination.respond(
        req, lambda query: organization.page(req.ctx, query), _present
    )


@endpoint('host_inventory:organizations:create')
def create(req):
    """Create an organization."""
    values = form.FORM.read(body.read(req), req.version, Mode.CREATE)
    row = organization.create(req.ctx, values)
    return response.created_response(
        urls.url(req, _NOUN, row.id), _detail(req, row)
    )


@endpoint(_READ)
def show(req):
    """Show one organization."""
    return response.json(_detail(req, organization.get(req.ctx, _key(req))))


@endpoint(_WRITE)
def replace(req):
    """Change an organization; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE)
def change(req):
    """Change some fields of an organization."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE, until=versions.BACKGROUND_DELETION)
def delete_at_once(req):
    """Delete an organization with its inventories."""
    organization.delete(req.ctx, _key(req))
    return response.no_content()


@endpoint(_WRITE, since=versions.BACKGROUND_DELETION)
def delete(req):
    """Delete an organization and begin to delete its inventories."""
    deletion.schedule_organization(req.ctx, _key(req))
    return response.no_content()


@endpoint('host_inventory:inventories:read')
def index_inventories(req):
    """List the inventories of an organization."""
    parent = organization.resolve(req.ctx, _key(req))
    return pagination.respond(
        req,
        lambda query: host_inventory.page(req.ctx, query, parent),
        inventory_representation.row,
    )


@endpoint(_READ, since=versions.TENANTS)
def index_of_member(req):
    """List the organizations whose member a user is."""
    return _list_of_user(req, roles.MEMBER)


@endpoint(_READ, since=versions.TENANTS)
def index_of_administrator(req):
    """List the organizations whose administrator a user is."""
    return _list_of_user(req, roles.ADMIN)


def _list_of_user(req, role):
    user_id = user.get(req.ctx, urls.key(req, user.MODEL)).id
    return pagination.respond(
        req,
        lambda query: organization.page_of_user(req.ctx, user_id, role, query),
        _present,
    )


def _change(req, mode):
    values = form.FORM.read(body.read(req), req.version, mode)
    row = organization.update(req.ctx, _key(req), values)
    return response.json(_detail(req, row))


def _key(req):
    return urls.key(req, organization.MODEL)


def _detail(req, row):
    name_url = urls.named_url(req, _NOUN, row.name)
    return _present(req, row, name_url)


def _present(req, row, named_url=None):
    inventories = row.inventories
    if versions.hides_pending(req):
        inventories -= row.pending_inventories
    summary_fields = {
        'user_capabilities': base_representation.capabilities(
            req, _WRITE, row_roles.ORGANIZATION, row.id
        ),
        'related_field_counts': {
            'users': row.users,
            'admins': row.admins,
            'teams': row.teams,
            **_NONE,
            'inventories': inventories,
            'hosts': row.hosts,
        },
        **base_representation.summary_of_roles(
            req, roles.ORGANIZATION, row.id
        ),
    }
    links = urls.related_urls(req, _NOUN, row.id, RELATED)
    return {
        **base_representation.identity(
            req,
            row,
            _NOUN,
            'organization',
            {**(named_url or {}), **links},
            summary_fields,
        ),
        **form.FORM.represent(row, req.version),
        'custom_virtualenv': None,
        'default_environment': None,
    }
