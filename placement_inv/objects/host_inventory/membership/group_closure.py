"""The graph of groups: what lies below a group, and what above."""

import sqlalchemy as sa

from placement_inv.db import tables

_children = tables.host_inventory.host_group_children


def select_below(group_id):
    """Return a select of the ids of all groups below one, it left out."""
    return _reachable('below', _children.c.parent_id, _children.c.child_id)(
        sa.literal(group_id)
    )


def select_above(group_ids):
    """Return a select of the ids of all groups above some.

    `group_ids` is an id or a select of ids; they are left out themselves,
    unless one lies above another.
    """
    if isinstance(group_ids, int):
        group_ids = sa.literal(group_ids)
    return _reachable('above', _children.c.child_id, _children.c.parent_id)(
        group_ids
    )


def _reachable(name, near, far):
    def select(start):
        starts = (
            near.in_(start) if isinstance(start, sa.Select) else near == start
        )
        reached = sa.select(far.label('id')).where(starts)
        # UNION, not UNION ALL: a group reached twice goes on once.
        reached = reached.cte(name, recursive=True)
        reached = reached.union(sa.select(far).where(near == reached.c.id))
        return sa.select(reached.c.id)

    return select
