"""Bodies of `/allocations/{consumer_uuid}`."""

from placement_inv.handlers.placement import versions as history
from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation
from placement_inv.web import versions

_RESOURCES = {
    'type': 'object',
    'minProperties': 1,
    'maxProperties': formats.MAX_ITEMS,
    'patternProperties': {
        formats.CLASS_PATTERN: {'type': 'integer', 'minimum': 1}
    },
    'additionalProperties': False,
}

_PROVIDER = {
    'type': 'object',
    'properties': {'uuid': {'type': 'string', 'format': 'uuid'}},
    'required': ['uuid'],
    'additionalProperties': False,
}

_LIST = {
    'allocations': {
        'type': 'array',
        'minItems': 1,
        'maxItems': formats.MAX_ITEMS,
        'items': {
            'type': 'object',
            'properties': {
                'resource_provider': _PROVIDER,
                'resources': _RESOURCES,
            },
            'required': ['resource_provider', 'resources'],
            'additionalProperties': False,
        },
    },
}

_ID = {'type': 'string', 'minLength': 1, 'maxLength': 255}
_OWNER = {'project_id': _ID, 'user_id': _ID}


def _body(**properties):
    return validation.Schema(
        {
            'type': 'object',
            'properties': properties,
            'required': list(properties),
            'additionalProperties': False,
        },
        formats.CHECKER,
    )


PUT = versions.by_version(
    (history.FIRST, _body(**_LIST)),
    (history.CONSUMER_OWNERS, _body(**_LIST, **_OWNER)),
)
