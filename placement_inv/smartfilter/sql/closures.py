"""Finds what lies at or below the rows that a condition is about."""

import sqlalchemy as sa


def at_or_below(backend, relation, target, leaf):
    """Say that a target or something above it answers to a leaf.

    The walk goes down from the rows that answer: they are few, and what
    lies above a row can be a lot.
    """
    top = _table_of(target).alias()
    found = (
        sa.select(top.c.id.label('id'))
        .where(leaf(top))
        .cte(recursive=True, nesting=True)
    )
    below = relation.below(found)
    found = found.union(
        sa.select(below.target.c.id)
        .select_from(found, below.source)
        .where(below.on)
    )
    return backend.no_index(target.c.id).in_(sa.select(found.c.id))


def _table_of(target):
    return getattr(target, 'element', target)
