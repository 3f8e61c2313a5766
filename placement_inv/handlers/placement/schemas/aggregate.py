"""Bodies of `/resource_providers/{uuid}/aggregates`."""

from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation

PUT = validation.Schema(
    {
        'type': 'array',
        'items': {'type': 'string', 'format': 'uuid'},
        'uniqueItems': True,
        'maxItems': formats.MAX_ITEMS,
    },
    formats.CHECKER,
)
