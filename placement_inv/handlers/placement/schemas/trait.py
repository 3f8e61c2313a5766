"""Bodies and queries of `/traits` and of the traits of providers."""

from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation

GET = validation.Schema(formats.parameters(name={}, associated={}))

PUT = validation.Schema(
    {
        'type': 'object',
        'properties': {
            'traits': {
                'type': 'array',
                'items': {'type': 'string', 'minLength': 1, 'maxLength': 255},
                'maxItems': formats.MAX_ITEMS,
            },
            'resource_provider_generation': {'type': 'integer'},
        },
        'required': ['traits', 'resource_provider_generation'],
        'additionalProperties': False,
    }
)
