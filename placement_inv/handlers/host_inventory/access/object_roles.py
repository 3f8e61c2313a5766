"""`/roles/`, each role, and the lists of roles and of who has them."""

import functools

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import (
    role_representation as representation,
)
from placement_inv.handlers.host_inventory.access import teams
from placement_inv.handlers.host_inventory.access import users
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import related_lists
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.access import access_list
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import object_role
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.access import team
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

READ = 'host_inventory:roles:read'
WRITE = 'host_inventory:roles:write'

#: More digits than the id of any role has.
_MOST_DIGITS = 13


@endpoint(READ, since=versions.TENANTS)
def index(req):
    """List the roles on objects."""
    return pagination.respond(
        req,
        lambda query: object_role.page(req.ctx, query),
        representation.role,
    )


@endpoint(READ, since=versions.TENANTS)
def show(req):
    """Show one role."""
    return response.json(representation.role(req, _role(req)))


@endpoint(READ, since=versions.TENANTS)
def index_users(req):
    """List the users who have a role themselves."""
    role = _role(req)
    return _list_users(req, role.kind, role.object_id, role.role)


@endpoint(WRITE, since=versions.TENANTS)
def post_to_users(req):
    """Give a role to a user, or take it away."""
    role = _role(req)
    return _post(
        req, grants.user, user.MODEL, role.kind, role.object_id, role.role
    )


@endpoint(READ, since=versions.TENANTS)
def index_teams(req):
    """List the teams that have a role."""
    role = _role(req)
    return pagination.respond(
        req,
        lambda query: team.page_of_role(
            req.ctx, role.kind, role.object_id, role.role, query
        ),
        teams.present,
    )


@endpoint(WRITE, since=versions.TENANTS)
def post_to_teams(req):
    """Give a role to a team, or take it away."""
    role = _role(req)
    return _post(
        req, grants.team, team.MODEL, role.kind, role.object_id, role.role
    )


@endpoint(READ, since=versions.TENANTS)
def index_of_user(req):
    """List the roles that a user has itself."""
    return _list_of_grantee(req, _user(req))


@endpoint(WRITE, since=versions.TENANTS)
def post_to_user(req):
    """Give a role to a user, or take it away."""
    return _post_role(req, _user(req))


@endpoint(READ, since=versions.TENANTS)
def index_of_team(req):
    """List the roles of a team."""
    return _list_of_grantee(req, _team(req))


@endpoint(WRITE, since=versions.TENANTS)
def post_to_team(req):
    """Give a role to a team, or take it away."""
    return _post_role(req, _team(req))


def of_objects(kind):
    """Return {last part of a path: {method: endpoint}} below an object.

    They are the lists of its roles, and of the users who have them.
    """

    @endpoint(READ, since=versions.TENANTS)
    def index_roles(req):
        """List the roles on an object."""
        return pagination.respond(
            req,
            lambda query: object_role.page_of_object(
                req.ctx, kind, _key(req, kind), query
            ),
            representation.role,
        )

    @endpoint(READ, since=versions.TENANTS)
    def index_access(req):
        """List the users who have roles on an object."""
        return pagination.respond(
            req,
            lambda query: access_list.page_of_object(
                req.ctx, kind, _key(req, kind), query
            ),
            functools.partial(_present_access, kind),
        )

    return {
        'object_roles': {'GET': index_roles},
        'access_list': {'GET': index_access},
    }


def holders_of(kind, name):
    """Return {method: endpoint} of the users with a role on an object."""

    @endpoint(READ, since=versions.TENANTS)
    def index_holders(req):
        """List the users who have a role themselves."""
        return _list_users(req, kind, _object_id(req, kind), name)

    @endpoint(WRITE, since=versions.TENANTS)
    def post_to_holders(req):
        """Give a role to a user, or take it away."""
        object_id = _object_id(req, kind)
        return _post(req, grants.user, user.MODEL, kind, object_id, name)

    return {'GET': index_holders, 'POST': post_to_holders}


def _list_users(req, kind, object_id, name):
    return pagination.respond(
        req,
        lambda query: user.page_of_role(req.ctx, kind, object_id, name, query),
        users.present,
    )


def _post(req, grantee_of, model, *place):
    """Give a role to the user or team of the body, or take it away."""
    return related_lists.post(
        req,
        model,
        _refuse_creation,
        lambda row_id: grants.grant(req.ctx, grantee_of(row_id), *place),
        lambda row_id: grants.revoke(req.ctx, grantee_of(row_id), *place),
    )


def _list_of_grantee(req, grantee):
    return pagination.respond(
        req,
        lambda query: object_role.page_of_grantee(req.ctx, grantee, query),
        representation.role,
    )


def _post_role(req, grantee):
    """Give the role of the body to a user or a team, or take it away."""
    return related_lists.post(
        req,
        object_role.MODEL,
        _refuse_creation,
        lambda role_id: _change(req, grants.grant, grantee, role_id),
        lambda role_id: _change(req, grants.revoke, grantee, role_id),
        is_possible=_is_possible,
    )


def _change(req, write, grantee, role_id):
    parsed = roles.parse_role_id(role_id)
    if parsed is None:
        raise domain_errors.NoSuchRelated(model=object_role.MODEL)
    role, object_id = parsed
    try:
        write(req.ctx, grantee, role.kind, object_id, role.name)
    except domain_errors.NoMatch as error:
        raise domain_errors.NoSuchRelated(model=object_role.MODEL) from error


def _refuse_creation(_document):
    raise errors.BadAssociation(reason='"id" is required: rows exist already.')


def _present_access(kind, req, access):
    may_revoke = base_representation.may(req, WRITE, kind, access.object_id)
    document = users.present(req, access.user)
    document['summary_fields'] = {
        **document['summary_fields'],
        'direct_access': [
            representation.access(req, held, may_revoke)
            for held in access.direct
        ],
        'indirect_access': [
            representation.access(req, held, False) for held in access.indirect
        ],
    }
    return document


def _role(req):
    """Return the ObjectRole in the path. Roles have no names."""
    text = req.path_items['id']
    is_number = text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS
    if not is_number or not _is_possible(int(text)):
        raise domain_errors.NoMatch(model=object_role.MODEL)
    return object_role.get(req.ctx, int(text))


def _is_possible(role_id):
    parsed = roles.parse_role_id(role_id)
    return parsed is not None and urls.is_possible(parsed[1])


def _user(req):
    row = user.get(req.ctx, urls.key(req, user.MODEL))
    return grants.user(row.id)


def _team(req):
    return grants.team(team.resolve(req.ctx, teams.key(req)))


def _key(req, kind):
    return urls.key(req, role_objects.KINDS[kind].model)


def _object_id(req, kind):
    return object_role.resolve(req.ctx, kind, _key(req, kind))
