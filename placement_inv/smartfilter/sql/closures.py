"""Conditions on the rows of a hierarchy and on all rows above them."""

import sqlalchemy as sa


def matches_at_or_above(backend, relation, target, leaf):
    """Return the condition that a target, or a row above it, matches.

    `leaf` returns the condition on an alias of the target's table. The query
    descends from the rows that match: they are few, while a row can have many
    rows above it.
    """
    top = _table_of(target).alias()
    ids = (
        sa.select(top.c.id.label('id'))
        .where(leaf(top))
        .cte(recursive=True, nesting=True)
    )
    below = relation.below(ids)
    ids = ids.union(
        sa.select(below.target.c.id)
        .select_from(ids, below.source)
        .where(below.on)
    )
    return backend.no_index(target.c.id).in_(sa.select(ids.c.id))


def _table_of(target):
    return getattr(target, 'element', target)
