"""Inventories that are pending deletion: conditions that leave them out.

For clients that hide them, no list has such an inventory or its rows, and its
name is free at once.
"""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.tenancy import statement_limits

#: The field's name in filters. A filter with it shows such inventories.
FIELD = 'pending_deletion'

_t = tables.host_inventory
_inventories = _t.host_inventories
#: The tables of rows in inventories.
_WITHIN = (
    _t.hosts,
    _t.host_groups,
    _t.inventory_sources,
    _t.inventory_updates,
)

# PERF: creating an alias copies the table's columns. All statements share one.
_going = _inventories.alias('going')
_IDS = sa.select(_going.c.id).where(_going.c.pending_deletion)
# No list shows its row, so that it may be any tenant's.
_FIRST = statement_limits.mark(_IDS.limit(1))


def not_deleted(table):
    """Return the conditions that leave out inventories pending deletion.

    The tuple is empty for rows that are in no inventory. `table` can be an
    alias.
    """
    if table is _inventories:
        return (~_inventories.c.pending_deletion,)
    # PERF: the subquery has few rows, and databases evaluate it once.
    if getattr(table, 'element', table) in _WITHIN:
        return (table.c.host_inventory_id.not_in(_IDS),)
    return ()


def list_condition(ctx, table):
    """Return the conditions of `not_deleted` for a list.

    The tuple is empty if no inventory is pending deletion.

    PERF: mostly none is. One statement costs less than comparing the
    inventory of each row that a list counts.
    """
    conditions = not_deleted(table)
    if not conditions or table is _inventories:
        return conditions
    row = ctx.connection.execute(_FIRST).first()
    return conditions if row else ()


def release_name(ctx, name, organization_id, by=None):
    """Free the name of an inventory that is pending deletion.

    Names are unique within an organization, so this removes the organization
    of the inventory. `by` is the id of the inventory that needs the name,
    None for a new one.
    """
    if organization_id is None:
        return
    ctx.connection.execute(
        _inventories.update()
        .where(
            _inventories.c.name == name,
            _inventories.c.organization_id == organization_id,
            _inventories.c.pending_deletion,
            _inventories.c.id != (by or 0),
        )
        .values(organization_id=None, generation=_inventories.c.generation + 1)
    )
