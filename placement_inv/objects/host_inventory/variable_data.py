"""The variables of an inventory, host or group as a mapping."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import generations
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows
from placement_inv.objects.host_inventory import variables

#: Which rows have variables, by the word that messages use for them.
_TABLES = {
    'Inventory': tables.host_inventory.host_inventories,
    'Host': tables.host_inventory.hosts,
    'Group': tables.host_inventory.host_groups,
}


@transactions.reader
def get(ctx, model, key):
    """Return the variables of the row that a key names."""
    table = _TABLES[model]
    text = ctx.connection.execute(
        sa.select(table.c.variables).where(rows.keyed(table, key))
    ).scalar()
    if text is None:
        raise refusals.NoMatch(model=model)
    return variables.parse_kept(text)


@transactions.writer
def replace(ctx, model, key, mapping, expected=generations.ANY):
    """Make a mapping all the variables of the row that a key names."""
    table = _TABLES[model]
    row_id = rows.find_id(ctx, table, key, model)
    values = {'variables': variables.to_text(mapping)}
    rows.update(ctx, table, row_id, values, expected)
