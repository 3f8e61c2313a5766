"""`/api/` and `/api/v2/`: where everything is."""

from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

V2 = '/api/v2/'


@endpoint(rule=None)
def api(req):
    """Say which API versions there are."""
    return response.json(
        {
            'description': 'Host inventory REST API',
            'current_version': V2,
            'available_versions': {'v2': V2},
        }
    )
