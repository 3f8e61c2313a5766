"""Summaries of inventories: their counts, and what other bodies show."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.tenancy import statement_limits

_inventories = tables.host_inventory.host_inventories
_organizations = tables.host_inventory.organizations
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_sources = tables.host_inventory.inventory_sources
_updates = tables.host_inventory.inventory_updates


@dataclasses.dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of rows in an inventory."""

    hosts: int
    groups: int
    sources: int
    failed_sources: int


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """An inventory as the bodies of its hosts, groups and sources show it."""

    id: int
    name: str
    description: str
    kind: str
    organization_id: int | None
    #: '' without an organization.
    organization_name: str
    organization_description: str
    totals: Totals


def _count(table, *conditions):
    """Return a function: table of inventories or alias -> number of rows."""

    def count(inventories):
        counted_table = table.alias()
        return (
            sa.select(sa.func.count())
            .select_from(counted_table)
            .where(counted_table.c.host_inventory_id == inventories.c.id)
            .where(*(condition(counted_table) for condition in conditions))
            .correlate(inventories)
            .scalar_subquery()
        )

    return count


def _is_counted(sources):
    uncounted_kinds = source_kinds.words(lambda kind: not kind.is_counted)
    return sources.c.source.not_in(uncounted_kinds)


def _last_update_failed(sources):
    last, later = _updates.alias(), _updates.alias()
    return (
        sa.exists()
        .where(last.c.inventory_source_id == sources.c.id)
        .where(last.c.status.in_(running_updates.FAILED))
        .where(
            ~sa.exists()
            .where(later.c.inventory_source_id == sources.c.id)
            .where(later.c.id > last.c.id)
            .where(later.c.finished_at.is_not(None))
            .correlate(last, sources)
        )
        .correlate(sources)
    )


#: The counts of an inventory, by their names on the wire. Each is a function
#: of the table of inventories or an alias of it.
COUNTS = {
    'total_hosts': _count(_hosts),
    'total_groups': _count(_groups),
    'total_inventory_sources': _count(_sources, _is_counted),
    'inventory_sources_with_failures': _count(
        _sources, _is_counted, _last_update_failed
    ),
}

#: Columns for a select from inventories, which `totals_from` reads.
TOTALS = tuple(
    count(_inventories).label(name) for name, count in COUNTS.items()
)


def totals_from(row):
    """Return the Totals of a row with the columns TOTALS."""
    return Totals(
        hosts=row['total_hosts'],
        groups=row['total_groups'],
        sources=row['total_inventory_sources'],
        failed_sources=row['inventory_sources_with_failures'],
    )


_COLUMNS = {
    'id': _inventories.c.id,
    'name': _inventories.c.name,
    'description': _inventories.c.description,
    'kind': _inventories.c.kind,
    'organization_id': _inventories.c.organization_id,
    'organization_name': sa.func.coalesce(_organizations.c.name, ''),
    'organization_description': sa.func.coalesce(
        _organizations.c.description, ''
    ),
    **{column.name: column.element for column in TOTALS},
}

# The ids are those of inventories of rows that the caller has read.
_SELECT = statement_limits.mark(
    sa.select(*(column.label(name) for name, column in _COLUMNS.items()))
    .select_from(_inventories.outerjoin(_organizations))
    .where(rows.is_among_ids(_inventories.c.id))
)


def find_all(ctx, inventory_ids):
    """Return {id: Summary} of inventories, with at most one statement."""
    ids = set(inventory_ids)
    if not ids:
        return {}
    summary_rows = ctx.connection.execute(
        _SELECT, {'ids': sorted(ids)}
    ).mappings()
    return {row['id']: _summary(row) for row in summary_rows}


def join_summary(select, table):
    """Join the inventory of each row to a select from hosts or groups.

    PERF: for a single row, this saves the statement of `find_all`.
    """
    organization = _organizations.c.id == _inventories.c.organization_id
    return select.add_columns(
        *(column.label(_label(name)) for name, column in _COLUMNS.items())
    ).select_from(
        table.join(_inventories).outerjoin(_organizations, organization)
    )


def summary_from_row(row):
    """Return the Summary of a row of a select that `join_summary` made."""
    return _summary({name: row[_label(name)] for name in _COLUMNS})


def _label(name):
    return f'inventory_{name}'


def _summary(row):
    return Summary(
        id=row['id'],
        name=row['name'],
        description=row['description'],
        kind=row['kind'],
        organization_id=row['organization_id'],
        organization_name=row['organization_name'],
        organization_description=row['organization_description'],
        totals=totals_from(row),
    )
