"""Bodies and queries of `/resource_providers`."""

from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation

_NAME = {'type': 'string', 'maxLength': 200}
_UUID = {'type': 'string', 'format': 'uuid'}

POST = validation.Schema(
    {
        'type': 'object',
        'properties': {'name': _NAME, 'uuid': _UUID},
        'required': ['name'],
        'additionalProperties': False,
    },
    formats.CHECKER,
)
