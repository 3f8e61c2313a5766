"""Inventories of hosts as their rows say them, and what each has."""

import dataclasses
import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.membership import smart

_inventories = tables.host_inventory.host_inventories
_organizations = tables.host_inventory.organizations


@dataclasses.dataclass(frozen=True, slots=True)
class OrganizationSummary:
    """An organization as its inventories speak of it."""

    id: int
    name: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class HostInventory:
    """One inventory of hosts as its row says, and what it has."""

    id: int
    name: str
    description: str
    kind: str
    host_filter: str | None
    host_filter_language: str
    variables: str
    prevent_instance_group_fallback: bool
    generation: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    pending_deletion: bool
    deletion_started_at: datetime.datetime | None
    #: None while the deletion is on its way.
    deletion_error: str | None
    #: Attempts at it that failed since it began.
    deletion_failures: int
    authors: authors.Authors
    organization: OrganizationSummary | None
    totals: inventory_summary.Totals
    #: How it is made, of a constructed one.
    made_by: constructed.Settings | None
    #: What its filter comes to, where it is a smart one.
    standing: smart.FilterResult


_OWN = (
    'id',
    'name',
    'description',
    'kind',
    'host_filter',
    'host_filter_language',
    'variables',
    'prevent_instance_group_fallback',
    'generation',
    'created_at',
    'updated_at',
    'pending_deletion',
    'deletion_started_at',
    'deletion_error',
    'deletion_failures',
)

SELECT = sa.select(
    *(_inventories.c[name] for name in _OWN),
    *authors.columns(_inventories),
    _inventories.c.organization_id,
    _organizations.c.name.label('organization_name'),
    _organizations.c.description.label('organization_description'),
    *inventory_summary.TOTALS,
).select_from(_inventories.outerjoin(_organizations))


def read(ctx, found, hides_pending):
    """Return what rows of SELECT say; smart ones count what filters find."""
    made = [row['id'] for row in found if row['kind'] == constructed.KIND]
    made_by = constructed.settings_of(ctx, made) if made else {}
    standings = smart.count_matches(
        ctx,
        [
            membership.inventory_from(row, hides_pending)
            for row in found
            if row['kind'] == smart.KIND
        ],
    )
    return tuple(
        _inventory(row, standings.get(row['id']), made_by.get(row['id']))
        for row in found
    )


def _inventory(row, standing, made_by):
    organization = None
    if row['organization_id'] is not None:
        organization = OrganizationSummary(
            row['organization_id'],
            row['organization_name'],
            row['organization_description'],
        )
    totals = inventory_summary.totals_from(row)
    if standing is not None:
        totals = dataclasses.replace(totals, hosts=standing.hosts)
    return HostInventory(
        **{name: row[name] for name in _OWN},
        authors=authors.from_row(row),
        organization=organization,
        totals=totals,
        made_by=made_by,
        standing=standing or smart.FilterResult(),
    )
