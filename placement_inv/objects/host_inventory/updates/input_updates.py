"""Updates of constructed inventories wait for updates of their inputs.

Such an update starts when no update of an input is running, and when all that
were launched before it are over. A launch that joins it while it is queued
counts as its own launch. So a user who updates an input and then the
constructed inventory gets the new contents of the input, whichever workers run
the two. No two updates wait for each other: an earlier update waits for a
later one only if that is running, and a running update does not wait.
"""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import running_updates

#: The argument of a job that holds the id of its update.
ARGUMENT = 'inventory_update_id'

_updates = tables.host_inventory.inventory_updates
_inputs = tables.host_inventory.host_inventory_inputs


def are_awaited(jobs):
    """Return the condition on jobs that their updates have to wait.

    `jobs` is the table of jobs.
    """
    mine, other = _updates.alias('mine'), _updates.alias('input_update')
    return sa.exists(
        sa.select(other.c.id)
        .where(mine.c.id == jobs.c.arguments[ARGUMENT].as_integer())
        .where(*_precedes(other, mine))
        .correlate(jobs)
    )


def find_awaited(ctx, update_ids):
    """Return {id: id of the first update that it waits for}.

    Updates that do not wait are left out.
    """
    mine, other = _updates.alias('mine'), _updates.alias('input_update')
    select = (
        sa.select(mine.c.id, sa.func.min(other.c.id))
        .where(mine.c.id.in_(sorted(update_ids)), *_precedes(other, mine))
        .group_by(mine.c.id)
    )
    return dict(ctx.connection.execute(select).all())


def _precedes(other, mine):
    is_input = sa.exists().where(
        _inputs.c.host_inventory_id == mine.c.host_inventory_id,
        _inputs.c.input_id == other.c.host_inventory_id,
    )
    is_earlier = sa.and_(
        other.c.status.in_(running_updates.ACTIVE),
        other.c.id <= sa.func.coalesce(mine.c.requested_after_id, mine.c.id),
    )
    is_running = other.c.status == running_updates.RUNNING
    return is_input, sa.or_(is_running, is_earlier)
