"""The table of contents of the placement family: path, method, endpoint."""

from placement_inv.handlers.placement import resource_provider
from placement_inv.handlers.placement import root

# No patterns in the paths: a wrong id must be answered by the handler that
# can say what is wrong with it.
ROUTES = {
    '/': {'GET': root.home},
    '/resource_providers': {'POST': resource_provider.create},
    '/resource_providers/{uuid}': {'GET': resource_provider.show},
}
