"""Builds HostInventory values from rows, with counts and settings."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    inventories as inventory_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_kinds
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
    """The organization in the representation of an inventory."""

    id: int
    name: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class HostInventory(
    columns.value_class('InventoryRow', inventory_columns.COLUMNS)
):
    """One inventory: an attribute for each column, and related values."""

    authors: authors.Authors
    organization: OrganizationSummary | None
    totals: inventory_summary.Totals
    #: None unless the inventory is a constructed one.
    constructed_settings: constructed.StoredSettings | None
    #: The result of the filter; all zero unless it is a smart inventory.
    filter_result: smart.FilterResult


_ATTRIBUTES = columns.readable(inventory_columns.COLUMNS)

SELECT = sa.select(
    *columns.of_table(_inventories, _ATTRIBUTES),
    *authors.columns(_inventories),
    _organizations.c.name.label('organization_name'),
    _organizations.c.description.label('organization_description'),
    *inventory_summary.TOTALS,
).select_from(_inventories.outerjoin(_organizations))


def read(ctx, inventory_rows, hides_pending):
    """Return the HostInventory of each row of SELECT.

    The hosts of smart inventories are the matches of their filters. This
    takes one statement for smart and one for constructed inventories.
    """
    kinds = {
        row['id']: inventory_kinds.KINDS[row['kind']] for row in inventory_rows
    }
    constructed_ids = [
        row_id for row_id, kind in kinds.items() if kind.has_inputs
    ]
    constructed_settings = (
        constructed.find_settings(ctx, constructed_ids)
        if constructed_ids
        else {}
    )
    filter_results = smart.count_matches(
        ctx,
        [
            membership.inventory_from(row, hides_pending)
            for row in inventory_rows
            if kinds[row['id']].is_filtered
        ],
    )
    return tuple(
        _build_inventory(
            row,
            filter_results.get(row['id']),
            constructed_settings.get(row['id']),
        )
        for row in inventory_rows
    )


def _build_inventory(row, filter_result, constructed_settings):
    organization = None
    if row['organization_id'] is not None:
        organization = OrganizationSummary(
            row['organization_id'],
            row['organization_name'],
            row['organization_description'],
        )
    totals = inventory_summary.totals_from(row)
    if filter_result is not None:
        totals = dataclasses.replace(totals, hosts=filter_result.hosts)
    return HostInventory(
        **{name: row[name] for name in _ATTRIBUTES},
        authors=authors.from_row(row),
        organization=organization,
        totals=totals,
        constructed_settings=constructed_settings,
        filter_result=filter_result or smart.FilterResult(),
    )
