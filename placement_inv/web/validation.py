"""JSON schemas of bodies and query strings, compiled once."""

import functools

import jsonschema
import jsonschema.exceptions

from placement_inv.web import errors
from placement_inv.web import fast_validation

#: Deeper bodies are refused before any recursive function reads them.
_MAX_DEPTH = 64

#: The most characters of an invalid value in an error message.
_MAX_REASON = 4096


class Schema:
    """A JSON schema compiled at import, shared by all requests."""

    def __init__(self, schema, format_checker=None):
        validator = jsonschema.validators.validator_for(
            schema, default=jsonschema.Draft202012Validator
        )
        validator.check_schema(schema)
        self.schema = schema
        self._validator = validator(
            schema, format_checker=format_checker or jsonschema.FormatChecker()
        )

    @functools.cached_property
    def _fast_check(self):
        # Compiling takes milliseconds: done at the first use.
        return fast_validation.compile_check(
            self.schema, self._validator.format_checker
        )

    def check_body(self, document):
        """Raise InvalidBody, with the place and the reason, unless valid."""
        _check_depth(document)
        error = self._best_error(document)
        if error is not None:
            raise errors.InvalidBody(reason=_reason(error), error=error)

    def check_query(self, parameters):
        """Raise InvalidQuery, with parameter and reason, unless valid."""
        error = self._best_error(parameters)
        if error is not None:
            raise errors.InvalidQuery(reason=_reason(error), error=error)

    def _best_error(self, document):
        if self._fast_check and self._fast_check(document):
            return None
        if self._validator.is_valid(document):
            return None
        return jsonschema.exceptions.best_match(
            self._validator.iter_errors(document)
        )


def check_query(multidict, schema):
    """Return the query as {name: [values]}; raise InvalidQuery unless valid.

    Schemas describe each parameter as an array of strings, because any
    parameter of a query may be repeated.
    """
    parameters = multidict.dict_of_lists()
    schema.check_query(parameters)
    return parameters


def _reason(error):
    """Return jsonschema's message; a short one if the value is large.

    The whole message contains the indented value, which takes minutes and
    megabytes for a list of a million items.
    """
    if len(repr(error.instance)) > _MAX_REASON:
        return f'{error.message[:_MAX_REASON]}…'
    return _show_patterns(str(error), error.schema)


def _show_patterns(reason, schema):
    r"""Return a reason with patterns of names that end in `$`, not `\Z`.

    Clients know them from OpenStack Placement so. `$` alone would also accept
    a name with a newline at its end.
    """
    for pattern in schema.get('patternProperties', ()):
        if pattern.endswith(r'\Z'):
            plain = pattern.removesuffix(r'\Z') + '$'
            reason = reason.replace(repr(pattern), repr(plain))
    return reason


def _check_depth(document):
    """Raise InvalidBody if lists and objects are nested too deep."""
    level = [document]
    for _ in range(_MAX_DEPTH):
        level = _children(level)
        if not level:
            return
    raise errors.InvalidBody(
        reason=f'it nests deeper than {_MAX_DEPTH} levels', error=None
    )


def _children(values):
    """Return the items, keys and values of lists and objects in `values`."""
    children = []
    for value in values:
        if isinstance(value, dict):
            children.extend(value)
            children.extend(value.values())
        elif isinstance(value, list):
            children.extend(value)
    return children


def has_nul(document):
    """Tell whether a text in `document` contains the character NUL."""
    level = [document]
    while level:
        if any('\0' in value for value in level if isinstance(value, str)):
            return True
        level = _children(level)
    return False
