"""Parses JSON into values that all databases and clients can hold."""

import json
import math
import re
from typing import Any

from placement_inv.objects.host_inventory.sources import import_errors

MAX_BYTES = 256 * 1024**2
MAX_DEPTH = 64
#: A value can take 100 bytes of memory, and only 3 bytes of a document.
MAX_VALUES = 8_000_000

#: Larger integers have no place among the numbers of most parsers.
MAX_BITS = 1024
_NO_TEXT = re.compile('[\0\ud800-\udfff]')
_REPLACEMENT = '\N{REPLACEMENT CHARACTER}'


def loads(data: bytes | str) -> Any:
    """Return the value of a JSON text.

    Raises DocumentRefused for NaN and infinities, integers beyond MAX_BITS,
    NUL characters and unpaired surrogates in strings, nesting beyond
    MAX_DEPTH, and documents with too many bytes or values.
    """
    if len(data) > MAX_BYTES:
        raise _refuse(f'it is larger than {MAX_BYTES} bytes')
    if _count_values(data) > MAX_VALUES:
        raise _refuse(f'it may hold more than {MAX_VALUES} values')
    try:
        value = json.loads(data)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise _refuse(f'it is not JSON: {error}') from None
    check(value)
    return value


def _count_values(data: bytes | str) -> int:
    """Return the largest possible number of values.

    Each value follows a comma or a bracket; those inside strings count too.
    """
    if isinstance(data, str):
        return sum(map(data.count, (',', '[', '{')))
    return sum(map(data.count, (b',', b'[', b'{')))


def check(top: Any) -> None:
    """Raise DocumentRefused for a value that cannot be stored.

    The search is depth-first with a stack of one iterator for each level: it
    does not recurse, and the stack stays short.
    """
    levels = [_Level([top])]
    while levels:
        level = levels[-1]
        for key, value in level.items:
            level.key = key
            fault = _find_text_fault(key) if level.named else None
            if not isinstance(value, dict | list):
                fault = fault or _find_fault(value)
            if fault:
                raise _refuse(f'{_format_place(levels)}: {fault}')
            if isinstance(value, dict | list):
                if len(levels) > MAX_DEPTH:
                    raise _too_deep()
                levels.append(_Level(value))
                break
        else:
            levels.pop()


def make_acceptable(value: Any, depth: int = 1) -> Any:
    """Return a JSON value, changed so that `loads` accepts it.

    Integers beyond MAX_BITS become strings, NUL characters and unpaired
    surrogates are replaced, and values that are nested too deep become null.
    """
    if isinstance(value, str):
        return _NO_TEXT.sub(_REPLACEMENT, value)
    if isinstance(value, int):
        return value if value.bit_length() <= MAX_BITS else str(value)
    if not isinstance(value, dict | list):
        return value
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [make_acceptable(each, depth + 1) for each in value]
    return {
        make_acceptable(name): make_acceptable(each, depth + 1)
        for name, each in value.items()
    }


class _Level:
    """A list or an object, with an iterator over its values."""

    __slots__ = ('items', 'key', 'named')

    def __init__(self, node: dict | list):
        self.named = isinstance(node, dict)
        self.items = iter(node.items() if self.named else enumerate(node))
        self.key: Any = None


def _find_fault(value: Any) -> str | None:
    if isinstance(value, str):
        return _find_text_fault(value)
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return f'an integer has more than {MAX_BITS} bits'
    if isinstance(value, float) and not math.isfinite(value):
        return f'JSON cannot hold the number {value}'
    return None


def _find_text_fault(text: str) -> str | None:
    if '\0' in text:
        return 'a text holds a NUL character'
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return 'a text is not valid Unicode'
    return None


def _format_place(levels: list[_Level]) -> str:
    """Return the path of a value, such as `_meta.hostvars.web1.speed`."""
    # The first level is the list that `check` puts around the document.
    way = '.'.join(str(level.key) for level in levels[1:]) or 'the document'
    return way.encode('utf-8', 'backslashreplace').decode()[:200]


def _too_deep() -> import_errors.DocumentRefused:
    return _refuse(f'it is nested deeper than {MAX_DEPTH} levels')


def _refuse(reason: str) -> import_errors.DocumentRefused:
    return import_errors.DocumentRefused(reason=reason)
