"""`/reshaper`."""

from placement_inv.handlers.placement import allocation_bodies
from placement_inv.handlers.placement import inventory
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import reshaper as schema
from placement_inv.objects.placement import reshape as reshaping
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint


@endpoint(
    'placement:reshaper:reshape',
    since=versions.RESHAPER,
    consumes=('application/json',),
    produces=(),
)
def reshape(req):
    """Move inventories and their allocations among providers."""
    body = req.json(schema.POST)
    shapes = [
        reshaping.Shape(
            uuid,
            each['resource_provider_generation'],
            tuple(
                inventory.parse(name, amounts)
                for name, amounts in each['inventories'].items()
            ),
        )
        for uuid, each in body['inventories'].items()
    ]
    reshaping.reshape(
        req.ctx,
        shapes,
        allocation_bodies.parse_claims(req, body['allocations']),
    )
    return response.no_content()
