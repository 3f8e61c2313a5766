"""The kinds of objects that have roles, and how grants refer to them.

A kind that gets roles later is a row here, its roles in `tenancy.roles`, and
a column of the table of grants in `tenancy.conditions`.
"""

from collections.abc import Callable
import dataclasses
from typing import Any

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles

_t = tables.host_inventory


@dataclasses.dataclass(frozen=True)
class ObjectKind:
    """One kind of objects that have roles."""

    name: str
    #: The name of the kind in errors.
    model: str
    title: str
    #: The last part of the path of its list.
    noun: str
    table: sa.Table
    #: A function: (id, name) -> Subject of the audit log.
    subject: Callable[[int, str], Any]

    @property
    def column(self):
        """Return the column of grants with the id of an object."""
        return conditions.OBJECT_COLUMNS[self.name]


#: {name of a kind: ObjectKind}.
KINDS = {
    kind.name: kind
    for kind in (
        ObjectKind(
            roles.ORGANIZATION,
            'Organization',
            'Organization',
            'organizations',
            _t.organizations,
            audit_log.organization,
        ),
        ObjectKind(
            roles.INVENTORY,
            'Inventory',
            'Inventory',
            'inventories',
            _t.host_inventories,
            audit_log.inventory,
        ),
        ObjectKind(
            roles.TEAM,
            'Team',
            'Team',
            'teams',
            tables.access.teams,
            audit_log.team,
        ),
    )
}
