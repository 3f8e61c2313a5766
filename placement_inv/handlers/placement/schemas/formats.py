"""The text formats that schemas name: what counts as a UUID."""

import jsonschema
from oslo_utils import uuidutils

CHECKER = jsonschema.FormatChecker(formats=())


@CHECKER.checks('uuid')
def _is_uuid(value):
    return not isinstance(value, str) or uuidutils.is_uuid_like(value)
