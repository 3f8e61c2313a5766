"""Tells for each row of a list whether the caller administers its inventory.

Only administrators of an inventory see the secrets of its sources.
"""

from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles

#: The label of the column.
_COLUMN = 'caller_is_admin'


def add_column(ctx, select, table):
    """Add a column to a select from a table: whether the caller is admin.

    `table` has the column `host_inventory_id`. Without limits of the caller
    the select stays as it is.
    """
    if ctx.access is None:
        return select
    is_admin = conditions.is_inventory_with_role(
        ctx.access, table.c.host_inventory_id, roles.ADMIN
    )
    return select.add_columns(is_admin.label(_COLUMN))


def from_row(row):
    """Return the value of the column in a row, a mapping."""
    return bool(row.get(_COLUMN, True))
