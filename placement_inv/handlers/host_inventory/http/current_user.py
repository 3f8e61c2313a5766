"""Who asks, as the handlers of this family need to know it."""

from placement_inv.web import token_scope


def set_actor(req):
    """Note who will have written what a request changes."""
    if token_scope.is_unsafe(req):
        req.ctx.actor_id = caller_id(req)


def caller_id(req):
    """Return the id of the user who asks; the first time makes one."""
    scope = token_scope.get(req)
    if scope is not None:
        return scope.user_id
    return req.ctx.services.people.id_of(req.ctx)
