"""Reads the current generation of a row, without its other columns."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import rows

#: The tables with generations, by the model that messages name.
_TABLES = {
    'Inventory': tables.host_inventory.host_inventories,
    'Host': tables.host_inventory.hosts,
    'Group': tables.host_inventory.host_groups,
}


@transactions.reader
def get(ctx, model, key):
    """Return the generation of the row of a key; NoMatch without one."""
    table = _TABLES[model]
    generation = ctx.connection.scalar(
        sa.select(table.c.generation).where(rows.matches_key(table, key))
    )
    if generation is None:
        raise errors.NoMatch(model=model)
    return generation
