"""The text formats and patterns of the schemas."""

import jsonschema
from oslo_utils import uuidutils

#: For bodies: any usual spelling of a UUID.
CHECKER = jsonschema.FormatChecker(formats=())

#: For queries: 36 characters with the dashes in place.
STRICT_CHECKER = jsonschema.FormatChecker(formats=('uuid',))

#: For keys: the length and the characters of a UUID.
UUID_PATTERN = r'^[0-9a-fA-F-]{36}\Z'

CLASS_PATTERN = '^[A-Z0-9_]+$'
CUSTOM_CLASS_PATTERN = '^CUSTOM_[A-Z0-9_]+$'

#: The dollar of a pattern also matches before a newline at the end.
NO_NEWLINE = {'not': {'pattern': '\n'}}

#: Items of one kind in a body or a query: more than any known client sends.
#: Databases reject statements with many more parameters.
MAX_ITEMS = 10_000

_STRING = {'type': 'string'}


@CHECKER.checks('uuid')
def _is_uuid(value):
    return not isinstance(value, str) or uuidutils.is_uuid_like(value)


def parameters(mandatory=(), **schemas):
    """Return the schema of a query.

    `schemas` describe one value of each parameter by its name.
    """
    return {
        'type': 'object',
        'properties': {
            name: {'type': 'array', 'items': {**_STRING, **schema}}
            for name, schema in schemas.items()
        },
        'required': list(mandatory),
        'additionalProperties': False,
    }
