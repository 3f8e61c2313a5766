"""The host-inventory family: an API that AWX's clients can use."""

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import current_access
from placement_inv.handlers.host_inventory.http import current_user
from placement_inv.handlers.host_inventory.http import product
from placement_inv.web import family

#: The WWW-Authenticate header for unknown callers. It does not offer Basic: a
#: browser would keep the password and send it with requests of any page.
_CHALLENGE = 'Bearer realm=api'


def application(conf):
    """Return the WSGI application of the family."""
    api_family = family.Family(
        history=versions.history,
        table=routes.ROUTES,
        statuses=errors.STATUSES,
        render=errors.render,
        public=frozenset(
            ('/api', '/api/v2', '/api/v2/ping', '/api/login', '/api/logout')
        ),
        default_version=conf.host_inventory.default_microversion,
        awx_compatible=True,
        enter=_enter,
        challenge=_challenge(conf),
    )
    return product.ProductHeaders(api_family)


def _enter(req):
    """Set the limits of a caller, then its id as an author of rows."""
    current_access.set_limits(req)
    current_user.set_actor(req)


def _challenge(conf):
    # keystonemiddleware adds a challenge with the address of Keystone.
    return None if conf.api.auth_strategy == 'keystone' else _CHALLENGE
