"""Reads the variables of a host that a source's settings name.

Marks are ignored here: the texts are compared, never evaluated.
"""

from collections.abc import Mapping
from typing import Any

from placement_inv.objects.host_inventory.variables import marks

MAX_INSTANCE_ID = 1024

_MISSING = object()


def find_instance_id(variables: Mapping[str, Any], path: str) -> str:
    """Return the instance id in the variables; '' if there is none.

    `path` is a list of dotted paths, such as `a.b,c`; the first with a usable
    value counts.
    """
    for alternative in path.split(',') if path else ():
        value = _find(variables, alternative)
        if value is _MISSING or isinstance(value, dict | list | bool):
            continue
        text = '' if value is None else str(value)
        if 0 < len(text) <= MAX_INSTANCE_ID:
            return text
    return ''


def find_enabled(variables: Mapping[str, Any], path: str, true_value: str):
    """Return whether the variable has the value that means enabled.

    None if there is no such variable.
    """
    for alternative in path.split(',') if path else ():
        value = _find(variables, alternative)
        if value is not _MISSING:
            return str(value).lower() == true_value.lower()
    return None


def _find(variables: Any, path: str) -> Any:
    for key in path.strip().split('.'):
        if not isinstance(variables, Mapping) or key not in variables:
            return _MISSING
        variables = marks.unwrap(variables[key])
    return variables
