"""Deletes old inventory updates with their outputs.

The last finished update of each source stays: its source shows it.
"""

import sqlalchemy as sa

from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates

#: The most updates that one call deletes.
_MOST = 1000
#: The most updates, whose outputs may be long, that one transaction deletes.
_BATCH = 50

_updates = tables.host_inventory.inventory_updates


def prune(ctx, seconds, number):
    """Delete finished updates that are old, or too many for their source.

    Those that ended more than `seconds` ago are old; a source keeps the last
    `number` updates. Tell whether there can be more of them.
    """
    update_ids = _find_old(ctx, seconds, number)
    for batch in rows.chunks(update_ids, _BATCH):
        _delete(ctx, batch)
    return len(update_ids) == _MOST


@transactions.reader
def _find_old(ctx, seconds, number):
    finished = (
        sa.select(
            _updates.c.id,
            _updates.c.finished_at,
            sa.func.row_number()
            .over(
                partition_by=_updates.c.inventory_source_id,
                order_by=(_updates.c.finished_at.desc(), _updates.c.id.desc()),
            )
            .label('place'),
        )
        .where(_updates.c.status.not_in(running_updates.ACTIVE))
        .subquery()
    )
    select = (
        sa.select(finished.c.id)
        .where(
            finished.c.place > 1,
            sa.or_(
                finished.c.finished_at < clock.after(-seconds),
                finished.c.place > number,
            ),
        )
        .order_by(finished.c.id)
        .limit(_MOST)
    )
    return ctx.connection.scalars(select).all()


@transactions.writer
def _delete(ctx, update_ids):
    ctx.connection.execute(
        _updates.delete().where(_updates.c.id.in_(update_ids))
    )
