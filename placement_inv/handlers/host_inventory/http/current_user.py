"""The id of the user who sends a request."""

from placement_inv import exceptions
from placement_inv.web import token_scope

#: An id that no user has.
_NOBODY = 0


def set_actor(req):
    """Set the user whom rows name that a request changes."""
    if token_scope.is_unsafe(req):
        req.ctx.actor_id = caller_id(req)


def caller_id(req):
    """Return the id of the caller; the first request creates the user."""
    scope = token_scope.get(req)
    if scope is not None:
        return scope.user_id
    return req.ctx.services.people.id_of(req.ctx)


def caller_id_to_read(req):
    """Return the id of the caller; one of nobody if no user can be created.

    Such a caller owns nothing, and can read what others may read while the
    database accepts no writes.
    """
    try:
        return caller_id(req)
    except exceptions.DatabaseUnwritable:
        return _NOBODY
