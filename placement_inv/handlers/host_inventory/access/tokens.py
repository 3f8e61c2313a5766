"""`/tokens/` and the tokens of a user: credentials for programs."""

import datetime

from placement_inv import exceptions
from placement_inv.handlers.host_inventory.access import token_fields as form
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import current_user
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.access import access_token
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.common import authors
from placement_inv.web import errors as web_errors
from placement_inv.web import response
from placement_inv.web import token_scope
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:tokens:read'
_WRITE = 'host_inventory:tokens:write'
_OF_ALL = 'host_inventory:tokens:of_all'
_NOUN = 'tokens'
_HIDDEN = '************'


@endpoint(_READ)
def index(req):
    """List the tokens of the caller; for an admin, all tokens."""
    return pagination.respond(
        req,
        lambda query: access_token.page(req.ctx, query, _owner(req)),
        _present,
    )


@endpoint(_WRITE)
def create(req):
    """Create a token of the caller; only this answer contains the secret."""
    return _create(req, current_user.caller_id(req))


@endpoint(_READ)
def show(req):
    """Show a token without its secret."""
    token = access_token.get(req.ctx, _id(req), _owner(req))
    return response.json(_present(req, token))


@endpoint(_WRITE)
def replace(req):
    """Change a token; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE)
def change(req):
    """Change some fields of a token."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE)
def delete(req):
    """Delete a token."""
    access_token.delete(req.ctx, _id(req), _owner(req))
    return response.no_content()


@endpoint(_READ)
def index_of_user(req):
    """List the tokens of a user."""
    return pagination.respond(
        req,
        lambda query: access_token.page(req.ctx, query, _of_path(req)),
        _present,
    )


@endpoint(_WRITE)
def create_for_user(req):
    """Create a token of a user, who must be the caller."""
    user_id = current_user.caller_id(req)
    if not _names_login(req) and _of_path(req) != user_id:
        raise exceptions.PolicyNotAuthorized(action=_WRITE)
    return _create(req, user_id)


def _create(req, user_id):
    credentials = req.ctx.services.credentials
    values = _values(req, Mode.CREATE) | credentials.scope_of(req.environ)
    values['stamp'] = credentials.password_fingerprint(req.ctx.user_id)
    lifetime = datetime.timedelta(
        seconds=req.ctx.conf.host_inventory.token_lifetime
    )
    token, secret = access_token.create(req.ctx, user_id, values, lifetime)
    return response.created_response(
        urls.url(req, _NOUN, token.id), _present(req, token, secret)
    )


def _change(req, mode):
    changes = _values(req, mode)
    token = access_token.update(req.ctx, _id(req), changes, _owner(req))
    return response.json(_present(req, token))


def _values(req, mode):
    values = form.FORM.read(body.read(req), req.version, mode)
    # `application` is always null, and no column stores it.
    values.pop('application', None)
    return values


def _owner(req):
    """Return the id of the user whose tokens the caller sees; None for all."""
    if req.ctx.may(_OF_ALL):
        return None
    return current_user.caller_id_to_read(req)


def _of_path(req):
    """Return the id of the user in the path.

    Raises PolicyNotAuthorized if the caller may not see the user's tokens.
    """
    caller = current_user.caller_id_to_read(req)
    path_user_id = user.get(req.ctx, urls.key(req, user.MODEL)).id
    if path_user_id != caller:
        req.ctx.can(_OF_ALL)
    return path_user_id


def _names_login(req):
    """Tell whether the path has the name with which the caller has logged in.

    With Keystone it may be more than the user's: USER++PROJECT.
    """
    name = req.environ.get(token_scope.LOGIN_NAME_KEY)
    return name is not None and name == req.path_items['id']


def _id(req):
    """Return the id in the path. Tokens have no names.

    Raises NoSuchRoute.
    """
    key = urls.key(req, access_token.MODEL)
    if not isinstance(key, int):
        raise web_errors.NoSuchRoute()
    return key


def _present(req, token, secret=_HIDDEN):
    owner = authors.Author(token.user_id, token.username)
    return {
        'id': token.id,
        'type': 'o_auth2_access_token',
        'url': urls.url(req, _NOUN, token.id),
        'related': {'user': urls.url(req, 'users', token.user_id)},
        'summary_fields': {'user': base_representation.user_summary(owner)},
        'created': base_representation.moment(token.created_at),
        'modified': base_representation.moment(token.updated_at),
        'description': token.description,
        'user': token.user_id,
        'token': secret,
        'refresh_token': None,
        'application': None,
        'expires': base_representation.moment(token.expires_at),
        'scope': token.scope,
    }
