"""The transitive closure of the group graph: groups below and above."""

import sqlalchemy as sa

from placement_inv.db import tables

_children = tables.host_inventory.host_group_children


def select_below(group_id):
    """Return a select of the ids of all groups below a group."""
    return _reachable('below', _children.c.parent_id, _children.c.child_id)(
        sa.literal(group_id)
    )


def select_above(group_ids):
    """Return a select of the ids of all groups above some groups.

    `group_ids` is an id or a select of ids. A given group is included only
    if it is above another one.
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
        closure = sa.select(far.label('id')).where(starts)
        # UNION, not UNION ALL: it visits each group once.
        closure = closure.cte(name, recursive=True)
        closure = closure.union(sa.select(far).where(near == closure.c.id))
        return sa.select(closure.c.id)

    return select
