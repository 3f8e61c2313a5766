"""The generation that a row has now, and nothing else of it."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows

#: Which rows have generations, by the word that messages use for them.
_TABLES = {
    'Inventory': tables.host_inventory.host_inventories,
    'Host': tables.host_inventory.hosts,
    'Group': tables.host_inventory.host_groups,
}


@transactions.reader
def of(ctx, model, key):
    """Return the generation of the row that a key names."""
    table = _TABLES[model]
    found = ctx.connection.scalar(
        sa.select(table.c.generation).where(rows.keyed(table, key))
    )
    if found is None:
        raise refusals.NoMatch(model=model)
    return found
