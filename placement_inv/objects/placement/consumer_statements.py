"""Statements that insert the rows of consumers, or lock and update them."""

import functools

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables

_allocations = tables.placement.allocations
_consumers = tables.placement.consumers
_projects = tables.placement.projects
_users = tables.placement.users
_types = tables.placement.consumer_types

_ONE = sa.literal_column('1')


@functools.cache
def upsert_with_owner(dialect, has_type):
    """Return the statement of `upsert_rows` that selects the owner's ids.

    It does nothing where the project, the user or the type does not exist.
    """
    now = sa.bindparam('now', type_=_consumers.c.created_at.type)
    source = {
        _consumers.c.uuid: sa.bindparam('of_uuid', type_=sa.String),
        _consumers.c.project_id: _projects.c.id,
        _consumers.c.user_id: _users.c.id,
        _consumers.c.generation: _ONE,
        _consumers.c.created_at: now,
        _consumers.c.updated_at: now,
    }
    from_clause = _projects.join(_users, sa.true())
    conditions = [
        _projects.c.external_id == sa.bindparam('of_project'),
        _users.c.external_id == sa.bindparam('of_user'),
    ]
    if has_type:
        source[_consumers.c.consumer_type_id] = _types.c.id
        from_clause = from_clause.join(_types, sa.true())
        conditions.append(_types.c.name == sa.bindparam('of_type'))
    rows = (
        sa.select(*source.values()).select_from(from_clause).where(*conditions)
    )
    return _returning_state(
        upsert_rows(dialect, has_type, (tuple(source), rows))
    )


def _returning_state(statement):
    """Let a statement return the id and the generation of each consumer.

    The column `holds` tells whether a consumer had allocations when the
    statement began; so it is right unless the generation shows that another
    transaction wrote meanwhile.
    """
    # Literal text: a column would belong to the subquery, since SQLAlchemy
    # correlates with an enclosing select only, and this is an INSERT.
    own_id = sa.literal_column('consumers.id')
    holds = sa.exists().where(_allocations.c.consumer_id == own_id)
    return statement.returning(
        _consumers.c.uuid,
        _consumers.c.id,
        _consumers.c.generation,
        holds.label('holds'),
    )


@functools.cache
def upsert_arrays(has_type):
    """Return the statement of `upsert_rows` for rows in PostgreSQL arrays."""
    names = (
        *('uuid', 'project_id', 'user_id', 'generation'),
        *(['consumer_type_id'] * has_type),
    )
    rows = dialects.rows_of_arrays(
        {name: _consumers.c[name].type for name in names}
    )
    now = sa.bindparam('now', type_=_consumers.c.created_at.type)
    select = sa.select(rows, now, now)
    source = ((*names, 'created_at', 'updated_at'), select)
    return _returning_state(upsert_rows('postgresql', has_type, source))


@functools.cache
def upsert_rows(dialect, has_type, source=None):
    """Return the statement that inserts or updates the rows of consumers.

    An existing row gets the next generation. `source` is a pair of columns
    and a select; by default the statement takes the rows as parameters.
    """
    return dialects.insert_or_update(
        dialect,
        _consumers,
        key='uuid',
        copied_columns=[
            'project_id',
            'user_id',
            *(['consumer_type_id'] * has_type),
        ],
        # Not a parameter: PyMySQL ignores those after the rows of VALUES.
        changes={'generation': _consumers.c.generation + _ONE},
        source=source,
    )
