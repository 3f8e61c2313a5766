"""The placement family over HTTP."""

from placement_inv.handlers.placement import errors
from placement_inv.handlers.placement import routes
from placement_inv.handlers.placement import versions
from placement_inv.web import family


def application(conf):
    """Return the WSGI application of the family."""
    return family.Family(
        history=versions.history,
        table=routes.ROUTES,
        statuses=errors.STATUSES,
        render=errors.render,
        public=frozenset(('/',)),
    )
