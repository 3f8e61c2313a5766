"""Inventories that are being deleted, for those who look past them.

From the first moment of its deletion on an inventory is gone for them: no
list has it or what is in it, and nobody waits for its name.
"""

import sqlalchemy as sa

from placement_inv.db import tables

#: What filters call it; one that says so wants to see them.
FIELD = 'pending_deletion'

_t = tables.host_inventory
_inventories = _t.host_inventories
#: Tables of what is in inventories.
_WITHIN = (
    _t.hosts,
    _t.host_groups,
    _t.inventory_sources,
    _t.inventory_updates,
)

# PERF: an alias copies what its table knows. All statements share this one.
_going = _inventories.alias('going')
_IDS = sa.select(_going.c.id).where(_going.c.pending_deletion)
_FIRST = _IDS.limit(1)


def not_deleted(table):
    """Return the conditions that rows are not of an inventory being deleted.

    There are none for what is in no inventory. `table` may be an alias.
    """
    if table is _inventories:
        return (~_inventories.c.pending_deletion,)
    # PERF: there are few; a database looks them up once, not for each row.
    if getattr(table, 'element', table) in _WITHIN:
        return (table.c.host_inventory_id.not_in(_IDS),)
    return ()


def list_condition(ctx, table):
    """Return the conditions of `not_deleted` for a list.

    The tuple is empty where no inventory is being deleted.

    PERF: mostly no inventory is being deleted. One look costs less than a
    look at the inventory of each row that is counted.
    """
    conditions = not_deleted(table)
    if not conditions or table is _inventories:
        return conditions
    row = ctx.connection.execute(_FIRST).first()
    return conditions if row else ()


def release_name(ctx, name, organization_id, by=None):
    """Take its organization from an inventory whose name another one needs.

    Names are taken within an organization. `by` is the id of the other one,
    None where it is not there yet.
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
