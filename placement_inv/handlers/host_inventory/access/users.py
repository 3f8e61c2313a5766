"""`/users/`, each user, and `/me/`.

The first request of a user whom the authentication knows creates the row.
Accounts of this service are created here.
"""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import user_fields
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import current_user
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.access import account
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.columns import secrets
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.web import credentials
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:users:read'
_CREATE = 'host_inventory:users:create'
_CHANGE = 'host_inventory:users:change'
_PASSWORD = 'password_hash'  # noqa: S105
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


@endpoint(_CREATE, since=versions.TENANTS, otherwise=405)
def create(req):
    """Create an account."""
    if not req.ctx.services.credentials.has_accounts:
        raise account.UsersOfKeystone()
    values = user_fields.FORM.read(body.read(req), req.version, Mode.CREATE)
    if values[_PASSWORD] is None:
        raise exceptions.InvalidFields(
            fields={'password': ['Password required for new User.']}
        )
    if req.ctx.services.credentials.knows_name(values['username']):
        raise account.UsernameTaken()
    row = account.create(req.ctx, values)
    req.ctx.services.credentials.accounts.forget_all()
    return response.created_response(
        urls.url(req, NOUN, row.id), present(req, row)
    )


@endpoint(_CHANGE, since=versions.TENANTS, otherwise=405)
def replace(req):
    """Change an account; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_CHANGE, since=versions.TENANTS, otherwise=405)
def change(req):
    """Change some fields of an account."""
    return _change(req, Mode.CHANGE)


@endpoint(_CREATE, since=versions.TENANTS, otherwise=405)
def delete(req):
    """Delete an account."""
    account.delete(req.ctx, urls.key(req, user.MODEL))
    req.ctx.services.credentials.accounts.forget_all()
    return response.no_content()


def _change(req, mode):
    values = user_fields.FORM.read(body.read(req), req.version, mode)
    if values.get(_PASSWORD) is None:
        # It was left out, or is the mark that answers show.
        values.pop(_PASSWORD, None)
    key = urls.key(req, user.MODEL)
    shown = present(req, user.get(req.ctx, key))
    # Clients send back what they have read, also of users without an account.
    values = {
        name: value
        for name, value in values.items()
        if name == _PASSWORD or shown[name] != value
    }
    if not values:
        return response.json(shown)
    credentials_ = req.ctx.services.credentials
    if 'username' in values and credentials_.knows_name(values['username']):
        raise account.UsernameTaken()
    row = account.update(
        req.ctx, key, values, is_administrator=req.ctx.access is None
    )
    req.ctx.services.credentials.accounts.forget_all()
    return response.json(present(req, row))


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
        'summary_fields': {'user_capabilities': _capabilities(req, api_user)},
        'created': base_representation.moment(api_user.created_at),
        'modified': base_representation.moment(api_user.updated_at),
        'username': api_user.username,
        'first_name': api_user.first_name,
        'last_name': api_user.last_name,
        'email': api_user.email,
        'is_superuser': api_user.is_superuser
        or credentials.ADMIN in _roles(req, api_user),
        'is_system_auditor': api_user.is_system_auditor,
        'password': secrets.MARK,
        'last_login': None,
    }


def _capabilities(req, api_user):
    """Return what the caller may do with a user."""
    is_administrator = req.ctx.access is None
    is_own = api_user.external_id == req.ctx.user_id
    return {
        'edit': api_user.is_account and (is_administrator or is_own),
        'delete': api_user.is_account and is_administrator and not is_own,
    }


def _roles(req, api_user):
    if api_user.external_id == req.ctx.user_id:
        return req.ctx.roles
    roles = req.ctx.services.credentials.find_roles(api_user.external_id)
    return (roles or '').split(',')
