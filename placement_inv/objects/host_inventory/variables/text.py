"""Variables: text that a person wrote as JSON or YAML, and what it says."""

import json
import math
import re

import orjson

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import yaml_reading

#: What is read without a further look is no longer, and no deeper.
_MAX_PLAIN_DEPTH = 64
_MAX_PLAIN_LENGTH = 64 * 1024
#: Makes a 0 of every digit, an e of every E, and a space of all else.
_SHAPES = re.sub(
    rb'[^0e]',
    b' ',
    bytes(range(256)).translate(bytes.maketrans(b'123456789E', b'000000000e')),
    flags=re.DOTALL,
)
#: What of these is beyond what every reader takes for the same number.
_LONG_NUMBER, _EXPONENT = b'0' * 16, b'0e'
_MAX_BITS = 1024


def parse(text):
    """Return the mapping that a text says; InvalidVariables if none.

    >>> parse('---\\na: 1')
    {'a': 1}
    """
    mapping, _is_json = read(text)
    return mapping


def read(text):
    """Return (the mapping of a text, whether it is JSON), as `parse` does."""
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
    """Return the object of a text that is as JSON mostly is, else None.

    PERF: all hosts of an inventory are read at once. What is short and
    shallow and has no large number needs no further look.
    """
    if (
        len(text) > _MAX_PLAIN_LENGTH
        or text.count('{') + text.count('[') > _MAX_PLAIN_DEPTH
    ):
        return None
    try:
        utf8 = text.encode()
        # A tenth of what a regular expression costs.
        shape = utf8.translate(_SHAPES)
        if _LONG_NUMBER in shape or _EXPONENT in shape:
            return None
        value = orjson.loads(utf8)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def parse_stored(text):
    """Return the mapping of a text that is kept, {} if it says none.

    What an import brought is kept as it came.
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
    """Return the mapping of a kept text as an inventory shows it to Ansible.

    Marks have one form there. A person may have written another one, which
    is kept as written and which some versions refuse, inventory and all.
    """
    mapping = parse_stored(text)
    return marks.normalize(mapping) if marks.may_be_in(text) else mapping


def to_text(mapping):
    """Return the text that a mapping is kept as; InvalidVariables if none."""
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
    """Return the mapping as JSON keeps it: every key is a text."""
    try:
        if _is_json(mapping):
            return mapping
        return json.loads(json.dumps(mapping, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise errors.InvalidVariables(
            reason='Variables not compatible with JSON standard '
            f'(error: {error})'
        ) from error


def _is_json(mapping):
    """Tell whether JSON would keep a mapping as it is.

    ValueError where it is too deep or too large for anybody's use.
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
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        # Hexadecimal YAML can say numbers that nobody can write out.
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
