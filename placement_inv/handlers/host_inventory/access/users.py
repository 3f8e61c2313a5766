"""`/users/`, each user, and `/me/`.

The first request of a user creates the row. No request creates other users.
"""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import current_user
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.web import credentials
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:users:read'
NOUN = 'users'
RELATED = (
    *urls.from_first_version('personal_tokens', 'tokens'),
    *urls.from_version(
        versions.TENANTS,
        'teams',
        'organizations',
        'admin_of_organizations',
        'roles',
    ),
)


@endpoint(_READ)
def index(req):
    """List the users who have sent requests."""
    current_user.caller_id_to_read(req)
    return pagination.respond(
        req, lambda query: user.page(req.ctx, query), present
    )


@endpoint(_READ)
def show(req):
    """Show one user."""
    current_user.caller_id_to_read(req)
    api_user = user.get(req.ctx, urls.key(req, user.MODEL))
    return response.json(present(req, api_user))


@endpoint(rule=None)
def me(req):
    """Show the caller, as a list of one user."""
    caller = user.get(req.ctx, current_user.caller_id(req))
    page = list_page.Page((caller,), 1, 1, 1)
    return pagination.answer(req, page, present)


def present(req, api_user):
    """Return the body of a user."""
    return {
        'id': api_user.id,
        'type': 'user',
        'url': urls.url(req, NOUN, api_user.id),
        'related': urls.related_urls(req, NOUN, api_user.id, RELATED),
        'summary_fields': {
            'user_capabilities': {'edit': False, 'delete': False}
        },
        'created': base_representation.moment(api_user.created_at),
        'modified': base_representation.moment(api_user.updated_at),
        'username': api_user.username,
        'first_name': '',
        'last_name': '',
        'email': '',
        'is_superuser': credentials.ADMIN in _roles(req, api_user),
        'is_system_auditor': False,
        'password': '$encrypted$',
        'last_login': None,
    }


def _roles(req, api_user):
    if api_user.external_id == req.ctx.user_id:
        return req.ctx.roles
    roles = req.ctx.services.credentials.find_roles(api_user.external_id)
    return (roles or '').split(',')
