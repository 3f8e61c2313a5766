"""The statements that make the rows of consumers, or take those that exist."""

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
def of_known(dialect, typed):
    """Return `of_rows` that looks for the owner's ids by itself.

    Where one is missing it does nothing.
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
    found = _projects.join(_users, sa.true())
    named = [
        _projects.c.external_id == sa.bindparam('of_project'),
        _users.c.external_id == sa.bindparam('of_user'),
    ]
    if typed:
        source[_consumers.c.consumer_type_id] = _types.c.id
        found = found.join(_types, sa.true())
        named.append(_types.c.name == sa.bindparam('of_type'))
    rows = sa.select(*source.values()).select_from(found).where(*named)
    return _telling(of_rows(dialect, typed, (tuple(source), rows)))


def _telling(statement):
    """Return `statement` returning what became of each consumer.

    What one `holds` is as old as the statement: it is true where nobody else
    has advanced the generation meanwhile.
    """
    # As a column it would be that of another row: nothing outside of the
    # select is seen from within where that is no select itself.
    own_id = sa.literal_column('consumers.id')
    holds = sa.exists().where(_allocations.c.consumer_id == own_id)
    return statement.returning(
        _consumers.c.uuid,
        _consumers.c.id,
        _consumers.c.generation,
        holds.label('holds'),
    )


@functools.cache
def of_arrays(typed):
    """Return `of_rows` of many rows at once, for PostgreSQL."""
    names = (
        *('uuid', 'project_id', 'user_id', 'generation'),
        *(['consumer_type_id'] * typed),
    )
    rows = dialects.rows_of_arrays(
        {name: _consumers.c[name].type for name in names}
    )
    now = sa.bindparam('now', type_=_consumers.c.created_at.type)
    select = sa.select(rows, now, now)
    source = ((*names, 'created_at', 'updated_at'), select)
    return _telling(of_rows('postgresql', typed, source))


@functools.cache
def of_rows(dialect, typed, source=None):
    """Return the statement that makes, or takes, the rows of consumers."""
    return dialects.insert_or_update(
        dialect,
        _consumers,
        key='uuid',
        takes=['project_id', 'user_id', *(['consumer_type_id'] * typed)],
        # No parameter: PyMySQL fills none in behind the rows of many.
        changes={'generation': _consumers.c.generation + _ONE},
        source=source,
    )
