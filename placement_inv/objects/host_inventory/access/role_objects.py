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
    #: A function: (row) -> Subject of the audit log.
    subject: Callable[[Any], Any]

    @property
    def owner(self):
        """Return the column with the id of the organization of an object."""
        return self.table.c[
            'id' if self.name == roles.ORGANIZATION else 'organization_id'
        ]

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
            lambda row: audit_log.organization(row['id'], row['name']),
        ),
        ObjectKind(
            roles.INVENTORY,
            'Inventory',
            'Inventory',
            'inventories',
            _t.host_inventories,
            lambda row: audit_log.inventory(row['id'], row['name']),
        ),
        ObjectKind(
            roles.TEAM,
            'Team',
            'Team',
            'teams',
            tables.access.teams,
            lambda row: audit_log.team(
                row['id'], row['name'], row['owner_id']
            ),
        ),
    )
}
