"""Normalizes the marks of texts in a document that an update loads.

All sources use this module, so that a text has the same form whichever plugin
and version of the tool it comes from.
"""

from collections.abc import Mapping
import dataclasses
from typing import Any

from placement_inv.objects.host_inventory.importing.document import Document
from placement_inv.objects.host_inventory.variables import marks

#: How many keys get a warning of their own, and how much of each name.
_MAX_NAMES = 20
_MAX_NAME_LENGTH = 60


def normalize(document: Document, *, by_templates: bool) -> Document:
    """Return the document with its marks in one form, where needed.

    `by_templates` is for results of templates, which can copy facts, and so
    keys, from hosts: keys that Ansible could evaluate are left out with a
    warning. In other documents, the owner of the source wrote the keys.
    """
    keys = _Keys() if by_templates else None
    return dataclasses.replace(
        document,
        variables=_normalize(document.variables, keys),
        hosts={
            name: dataclasses.replace(
                host, variables=_normalize(host.variables, keys)
            )
            for name, host in document.hosts.items()
        },
        groups={
            name: dataclasses.replace(
                group, variables=_normalize(group.variables, keys)
            )
            for name, group in document.groups.items()
        },
        warnings=(*document.warnings, *(keys.warnings if keys else ())),
    )


def _normalize(
    variables: Mapping[str, Any], keys: '_Keys | None'
) -> dict[str, Any]:
    if keys is None:
        return marks.normalize(variables)
    return marks.normalize(variables, keys.keeps)


class _Keys:
    """Decides which keys are kept, and collects those that are left out."""

    def __init__(self) -> None:
        self._left_out: dict[str, None] = {}

    def keeps(self, name: str) -> bool:
        if marks.is_safe_key(name):
            return True
        self._left_out[name] = None
        return False

    @property
    def warnings(self) -> tuple[str, ...]:
        names = list(self._left_out)[:_MAX_NAMES]
        more = len(self._left_out) - len(names)
        return (
            *(
                f'the key {name[:_MAX_NAME_LENGTH]!r} is left out of a '
                'variable: Ansible could evaluate it'
                for name in names
            ),
            *((f'{more} more keys are left out',) if more else ()),
        )
