"""`/`: the version document."""

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint


@endpoint(rule=None, produces=())
def home(req):
    """Show the range of microversions (API-SIG version discovery)."""
    return response.json(
        {
            'versions': [
                {
                    'id': 'v1.0',
                    'max_version': str(versions.history.last),
                    'min_version': str(versions.history.first),
                    'status': 'CURRENT',
                    'links': [{'rel': 'self', 'href': ''}],
                }
            ]
        },
        headers=freshness.headers(req),
    )
