"""OPTIONS at every path of a table of routes."""

from placement_inv.handlers.host_inventory.options import description
from placement_inv.handlers.host_inventory.options import places
from placement_inv.web import endpoint
from placement_inv.web import response
from placement_inv.web import router


def add_options(table):
    """Return a table of routes with OPTIONS at each path."""
    return {
        pattern: {**methods, 'OPTIONS': _endpoint(pattern, methods)}
        for pattern, methods in table.items()
    }


def _endpoint(pattern, methods):
    place = places.parse_pattern(pattern)
    endpoints = router.group_endpoints(methods)

    def describe(req):
        """Describe what the caller can do at this path."""
        there = router.select_version(endpoints, req.version)
        return response.json(
            description.describe(req, place, there),
            headers={
                'Allow': router.format_allow(
                    ('OPTIONS', *there), awx_compatible=True
                )
            },
        )

    starts = [each.since for row in endpoints.values() for each in row]
    return endpoint.endpoint(
        None, since=None if None in starts else min(starts)
    )(describe)
