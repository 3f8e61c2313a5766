"""Bodies of `/resource_providers/{uuid}/inventories`."""

from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation

_MAX_INT = 2**31 - 1
_MAX_FLOAT = 3.40282e38


def _integer(minimum):
    return {'type': 'integer', 'maximum': _MAX_INT, 'minimum': minimum}


_GENERATION = {'resource_provider_generation': {'type': 'integer'}}
_CLASS = {
    'resource_class': {'type': 'string', 'pattern': formats.CLASS_PATTERN}
}
_AMOUNTS = {
    'total': _integer(1),
    'reserved': _integer(0),
    'min_unit': _integer(1),
    'max_unit': _integer(1),
    'step_size': _integer(1),
    'allocation_ratio': {'type': 'number', 'maximum': _MAX_FLOAT},
}


def _object(properties, *required_names):
    return {
        'type': 'object',
        'properties': properties,
        'required': list(required_names),
        'additionalProperties': False,
    }


# A generation among the amounts is accepted everywhere, and ignored where it
# is not required.
POST = validation.Schema(
    _object({**_AMOUNTS, **_GENERATION, **_CLASS}, 'total', 'resource_class')
)
PUT = validation.Schema(
    _object(
        {**_AMOUNTS, **_GENERATION}, 'total', 'resource_provider_generation'
    )
)
PUT_ALL = validation.Schema(
    _object(
        {
            **_GENERATION,
            'inventories': {
                'type': 'object',
                'maxProperties': formats.MAX_ITEMS,
                'additionalProperties': _object(
                    {**_AMOUNTS, **_GENERATION}, 'total'
                ),
            },
        },
        'resource_provider_generation',
        'inventories',
    )
)
