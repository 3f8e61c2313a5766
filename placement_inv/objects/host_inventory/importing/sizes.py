"""How large the variables of a document may be.

The size of variables is that of their JSON text as the database holds it:
bytes of ASCII. What is larger than a request could send, or than a database
takes in one packet, would come in by an import alone.
"""

from collections.abc import Mapping
import dataclasses
import json
from typing import Any

from placement_inv.objects.host_inventory.sources import import_errors

_LONGEST_NAME = 100


@dataclasses.dataclass(frozen=True)
class Sizes:
    """The most bytes of one variable, and of all that one owner has."""

    variable: int
    owner: int


def check(
    owner: str, name: str | None, variables: Mapping[str, Any], sizes: Sizes
) -> None:
    """Refuse variables of a host, group or inventory that are too large.

    `owner` says which of them it is; an inventory has no `name` here.
    """
    # PERF: one text in C, and nothing more where the whole is small.
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


def _shorten(name: str) -> str:
    cut = len(name) > _LONGEST_NAME
    return repr(name[:_LONGEST_NAME]) + ('…' if cut else '')
