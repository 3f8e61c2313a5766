"""Limits the size of the variables in a document.

The size of variables is that of their JSON text as it is stored: bytes of
ASCII. Without these limits, imports could store variables that are larger
than requests or packets of a database can be.
"""

from collections.abc import Mapping
import dataclasses
import json
from typing import Any

from placement_inv.objects.host_inventory.sources import import_errors

#: The most bytes of all copies of a group's variables: as many as the
#: document of a source may have.
MAX_COPIES = 256 * 1024**2

_LONGEST_NAME = 100


@dataclasses.dataclass(frozen=True)
class Sizes:
    """The most bytes of one variable, and of all variables of one owner."""

    variable: int
    owner: int


def check(
    owner: str, name: str | None, variables: Mapping[str, Any], sizes: Sizes
) -> None:
    """Raise DocumentRefused for variables that are too large.

    `owner` is 'host', 'group' or 'inventory'; the latter has no `name`.
    """
    # PERF: one call of `json.dumps` is enough if all variables are small.
    total = len(json.dumps(variables))
    if total <= min(sizes.variable, sizes.owner):
        return
    of = (
        f'the {owner} {_shorten(name)}' if name is not None else f'the {owner}'
    )
    for key, value in variables.items():
        if len(json.dumps(value)) > sizes.variable:
            raise import_errors.DocumentRefused(
                reason=f'the variable {_shorten(key)} of {of} is larger than '
                f'{sizes.variable} bytes '
                '([inventory_sources]max_variable_size)'
            )
    if total > sizes.owner:
        raise import_errors.DocumentRefused(
            reason=f'the variables of {of} are larger than {sizes.owner} '
            'bytes ([inventory_sources]max_variables_size)'
        )


def check_copies(group: str, variables: Mapping[str, Any], count: int) -> None:
    """Raise DocumentRefused if `count` copies of variables are too large."""
    if len(json.dumps(variables)) * count > MAX_COPIES:
        raise import_errors.DocumentRefused(
            reason=f'{count} hosts or groups inherit the variables of the '
            f'group {group!r}: together these are larger than '
            f'{MAX_COPIES} bytes'
        )


def _shorten(name: str) -> str:
    cut = len(name) > _LONGEST_NAME
    return repr(name[:_LONGEST_NAME]) + ('…' if cut else '')
