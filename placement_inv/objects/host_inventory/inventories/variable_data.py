"""Reads and replaces the variables of a row as a mapping."""

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.variables import text as variables

#: The tables with variables, by the names of their models in messages.
_TABLES = {
    'Inventory': tables.host_inventory.host_inventories,
    'Host': tables.host_inventory.hosts,
    'Group': tables.host_inventory.host_groups,
}

_AUDIT_COLUMNS = ('id', 'name', 'variables', 'host_inventory_id')


@transactions.reader
def get(ctx, model, key):
    """Return the variables of the row that a key names; NoMatch without.

    {} if the stored text is not a mapping.
    """
    table = _TABLES[model]
    row = rows.find(ctx, table, key, model, ('id', 'variables'))
    return variables.parse_stored(row['variables'])


@transactions.writer
def replace(ctx, model, key, mapping, precondition=generations.ANY):
    """Replace all variables of the row that a key names.

    Raises NoMatch, InvalidVariables, StaleGeneration, PreconditionFailed.
    """
    table = _TABLES[model]
    names = [name for name in _AUDIT_COLUMNS if name in table.c]
    row = rows.find(ctx, table, key, model, names, rows.for_update)
    values = {'variables': variables.to_text(mapping)}
    rows.update(ctx, table, row['id'], values, precondition)
    subject = audit_log.Subject(
        model.lower(),
        row['id'],
        row['name'],
        row.get('host_inventory_id', row['id']),
    )
    audit_log.record_change(ctx, subject, row, values)
