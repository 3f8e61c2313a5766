"""Bodies of `/resource_classes`."""

from placement_inv.handlers.placement.schemas import formats
from placement_inv.web import validation

POST = PUT = validation.Schema(
    {
        'type': 'object',
        'properties': {
            'name': {
                'type': 'string',
                'pattern': formats.CUSTOM_CLASS_PATTERN,
                'maxLength': 255,
                **formats.NO_NEWLINE,
            },
        },
        'required': ['name'],
        'additionalProperties': False,
    }
)
