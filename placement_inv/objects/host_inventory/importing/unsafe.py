"""Texts that the tool marks as no templates, because it evaluated them.

Its mark is an object with one key around a text. It comes off where nobody
could take the text for a template, and stays where somebody would evaluate
it once more: what a host says of itself must not become a program.
"""

import dataclasses
import re
from typing import Any

from placement_inv.objects.host_inventory.importing.document import Document

_MARK = '__ansible_unsafe'
_TEMPLATE = re.compile(r'\{[{%#]')


def unmarked(document: Document) -> Document:
    """Return the document with the marks off that are not needed."""
    return dataclasses.replace(
        document,
        variables=_unmarked(document.variables),
        hosts={
            name: dataclasses.replace(
                host, variables=_unmarked(host.variables)
            )
            for name, host in document.hosts.items()
        },
        groups={
            name: dataclasses.replace(
                group, variables=_unmarked(group.variables)
            )
            for name, group in document.groups.items()
        },
    )


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    if not isinstance(value, dict):
        return value
    text = value.get(_MARK)
    if len(value) == 1 and isinstance(text, str):
        return value if _TEMPLATE.search(text) else text
    return {name: _unmarked(item) for name, item in value.items()}
