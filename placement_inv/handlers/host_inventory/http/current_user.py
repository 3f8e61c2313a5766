"""The id of the user who sends a request."""

from placement_inv.web import token_scope


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
