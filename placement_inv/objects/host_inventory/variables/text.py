"""Parses variables, which users write as JSON or YAML."""

import json
import math
import re

import orjson

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import yaml_reading

#: Limits of texts that are parsed without further checks.
_MAX_PLAIN_DEPTH = 64
_MAX_PLAIN_LENGTH = 64 * 1024
#: Translates digits to 0, E to e, and all other bytes to spaces.
_SHAPES = re.sub(
    rb'[^0e]',
    b' ',
    bytes(range(256)).translate(bytes.maketrans(b'123456789E', b'000000000e')),
    flags=re.DOTALL,
)
#: Numbers in a translated text that parsers may read differently.
_LONG_NUMBER, _EXPONENT = b'0' * 16, b'0e'
_MAX_BITS = 1024
#: How much of the place of a value a reason shows.
_MAX_PLACE_LENGTH = 200


def parse(text):
    """Return the mapping of a text; raise InvalidVariables if it has none.

    A text is JSON, else YAML. An empty one stands for {}.

    >>> parse('---\\na: 1')
    {'a': 1}
    """
    mapping, _is_json = read(text)
    return mapping


def read(text):
    """Return (mapping, whether the text is JSON); else as `parse`."""
    if not text.strip():
        return {}, False
    plain = _parse_plain(text)
    if plain is not None:
        return plain, True
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _to_json_mapping(_parse_yaml(text, error)), False
    return _to_json_mapping(_to_mapping(value, None)), True


def _parse_plain(text):
    """Return the object of a simple JSON text, None for other texts.

    PERF: all hosts of an inventory are parsed at once. Texts that are short
    and shallow and have no large numbers need no further checks.
    """
    if (
        len(text) > _MAX_PLAIN_LENGTH
        or text.count('{') + text.count('[') > _MAX_PLAIN_DEPTH
    ):
        return None
    try:
        utf8 = text.encode()
        # PERF: ten times as fast as a regular expression.
        shape = utf8.translate(_SHAPES)
        if _LONG_NUMBER in shape or _EXPONENT in shape:
            return None
        value = orjson.loads(utf8)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def parse_stored(text):
    """Return the mapping of a stored text; {} if it has none.

    Imports can have stored texts that `parse` refuses.
    """
    if not text:
        return {}
    plain = _parse_plain(text)
    if plain is not None:
        return plain
    try:
        return parse(text)
    except errors.InvalidVariables:
        return {}


def parse_for_ansible(text):
    """Return the mapping of a stored text in the form for Ansible.

    Its marks have one form. A user can have written another form, which is
    stored as written; some versions of Ansible refuse an inventory with it.
    """
    mapping = parse_stored(text)
    return marks.normalize(mapping) if marks.may_be_in(text) else mapping


def to_text(mapping):
    """Return the text in which a mapping is stored; InvalidVariables."""
    return json.dumps(_to_json_mapping(mapping))


def _parse_yaml(text, json_error):
    try:
        return _to_mapping(yaml_reading.load(text), json_error)
    except yaml_reading.ERRORS as error:
        raise _build_error(json_error, error) from error


def _to_mapping(value, json_error):
    if value is None or value == '':
        return {}
    if not isinstance(value, dict):
        wrong = f'Input type `{type(value).__name__}` is not a dictionary'
        raise _build_error(json_error or wrong, wrong)
    return value


def _to_json_mapping(mapping):
    """Return the mapping as JSON stores it, with texts as keys.

    Raises InvalidVariables.
    """
    try:
        if _is_json(mapping):
            return mapping
        return json.loads(json.dumps(mapping, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        place = _find_bad_number(mapping)
        raise errors.InvalidVariables(
            reason='Variables not compatible with JSON standard '
            f'(error: {error}{place})'
        ) from error


def _find_bad_number(mapping):
    """Return where a number is that JSON cannot hold, '' without one.

    >>> _find_bad_number({'a': [1, {'b': math.inf}]})
    ' at a.1.b'
    """
    open_values = [((), mapping)]
    while open_values:
        path, value = open_values.pop()
        if not _is_storable_number(value):
            return f' at {".".join(map(str, path))[:_MAX_PLACE_LENGTH]}'
        if len(path) < yaml_reading.MAX_DEPTH:
            open_values += [
                ((*path, key), child) for key, child in _list_items(value)
            ]
    return ''


def _is_storable_number(value):
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or value.bit_length() <= _MAX_BITS


def _list_items(value):
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _is_json(mapping):
    """Tell whether JSON would store a mapping without changes.

    Raises ValueError if it is too deep or too large.
    """
    level, depth, count, same = [mapping], 0, 0, True
    while level:
        yaml_reading.check_depth(depth)
        count += len(level)
        yaml_reading.check_count(count)
        same = same and all(map(_is_json_value, level))
        level = [child for value in level for child in _list_children(value)]
        depth += 1
    return same


def _is_json_value(value):
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if not _is_storable_number(value):
        # Hexadecimal YAML can hold numbers that are too long to print.
        raise ValueError('a number has too many digits')
    return value is None or isinstance(value, bool | int | str | list)


def _list_children(value):
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _build_error(json_error, yaml_error):
    return errors.InvalidVariables(
        reason=f'Cannot parse as JSON (error: {json_error}) or '
        f'YAML (error: {yaml_error}).'
    )
