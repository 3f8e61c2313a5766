"""Bodies of `/resource_providers/{uuid}/aggregates`."""

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation
from placement_inv.web import versions

_LIST = {
    'type': 'array',
    'items': {'type': 'string', 'format': 'uuid'},
    'uniqueItems': True,
    'maxItems': formats.MAX_ITEMS,
}
_LIST_WITH_GENERATION = {
    'type': 'object',
    'properties': {
        'aggregates': _LIST,
        'resource_provider_generation': {'type': 'integer'},
    },
    'required': ['aggregates', 'resource_provider_generation'],
    'additionalProperties': False,
}

PUT = versions.by_version(
    (history.AGGREGATES, validation.Schema(_LIST, formats.CHECKER)),
    (
        history.AGGREGATES_GENERATION,
        validation.Schema(_LIST_WITH_GENERATION, formats.CHECKER),
    ),
)
