"""The text formats and patterns that schemas name."""

import jsonschema
from oslo_utils import uuidutils

#: For bodies: any usual way to write a UUID.
CHECKER = jsonschema.FormatChecker(formats=())

#: For queries, which compare text: 36 characters with the dashes in place.
STRICT_CHECKER = jsonschema.FormatChecker(formats=('uuid',))

#: For keys: of the length of a UUID, and made of its characters.
UUID_PATTERN = r'^[0-9a-fA-F-]{36}\Z'

CLASS_PATTERN = '^[A-Z0-9_]+$'
CUSTOM_CLASS_PATTERN = '^CUSTOM_[A-Z0-9_]+$'

#: The dollar of a pattern also stands before a newline at the end.
NO_NEWLINE = {'not': {'pattern': '\n'}}

#: More of one kind than any client has; beyond it a statement would not fit
#: into what databases take.
MAX_ITEMS = 10_000

_STRING = {'type': 'string'}


@CHECKER.checks('uuid')
def _is_uuid(value):
    return not isinstance(value, str) or uuidutils.is_uuid_like(value)


def parameters(mandatory=(), **schemas):
    """Return the schema of a query whose parameters are described."""
    return {
        'type': 'object',
        'properties': {
            name: {'type': 'array', 'items': {**_STRING, **schema}}
            for name, schema in schemas.items()
        },
        'required': list(mandatory),
        'additionalProperties': False,
    }
