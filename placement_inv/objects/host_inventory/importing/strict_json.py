"""JSON text to values that every database and every client can hold."""

import json
import math
from typing import Any

from placement_inv.objects.host_inventory.importing import errors

MAX_BYTES = 256 * 1024**2
MAX_DEPTH = 64

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def loads(data: bytes | str) -> Any:
    """Return the value of a JSON text; refuse what cannot be kept.

    That is: NaN and infinities, integers beyond 64 bits, NUL characters and
    halves of surrogate pairs in strings, and nesting without end.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f'it is larger than {MAX_BYTES} bytes')
    try:
        value = json.loads(data)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise _refused(f'it is not JSON: {error}') from None
    _check([value])
    return value


def _check(top: list) -> None:
    """Look at every value; without recursion, which ends by itself."""
    pending: list[tuple] = [(top, 0, ())]
    while pending:
        node, depth, trail = pending.pop()
        if depth > MAX_DEPTH:
            raise _too_deep()
        named = isinstance(node, dict)
        for key, value in node.items() if named else enumerate(node):
            fault = _text_fault(key) if named else None
            if isinstance(value, dict | list):
                pending.append((value, depth + 1, (trail, key)))
            else:
                fault = fault or _fault(value)
            if fault:
                raise _refused(f'{_place((trail, key))}: {fault}')


def _fault(value: Any) -> str | None:
    if isinstance(value, str):
        return _text_fault(value)
    if isinstance(value, int) and not _SMALLEST <= value <= _LARGEST:
        return 'an integer does not fit 64 bits'
    if isinstance(value, float) and not math.isfinite(value):
        return f'JSON cannot hold the number {value}'
    return None


def _text_fault(text: str) -> str | None:
    if '\0' in text:
        return 'a text holds a NUL character'
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return 'a text is not valid Unicode'
    return None


def _place(trail: tuple) -> str:
    """Return the way to a value, such as `_meta.hostvars.web1.speed`."""
    keys: list[str] = []
    while trail:
        trail, key = trail
        keys.append(str(key))
    # The outermost key is the position in the list that `loads` adds.
    way = '.'.join(reversed(keys[:-1])) or 'the document'
    return way.encode('utf-8', 'backslashreplace').decode()[:200]


def _too_deep() -> errors.DocumentRefused:
    return _refused(f'it is nested deeper than {MAX_DEPTH} levels')


def _refused(reason: str) -> errors.DocumentRefused:
    return errors.DocumentRefused(reason=reason)
