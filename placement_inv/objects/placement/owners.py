"""The names that consumers refer to: projects, users and types."""

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables

_projects = tables.placement.projects
_users = tables.placement.users
_types = tables.placement.consumer_types

#: Tables of names that consumers refer to, and their columns.
_NAMES = {
    _projects: 'external_id',
    _users: 'external_id',
    _types: 'name',
}


def find_or_create_ids(ctx, consumer_requests):
    """Return {(table, name): id} of the owners and types of consumers.

    Names that do not exist are created. They are selected first: on MariaDB
    every insertion locks a row that all consumers of a project share.
    """
    keys = {(_projects, each.owner.project) for each in consumer_requests}
    keys |= {(_users, each.owner.user) for each in consumer_requests}
    keys |= {(_types, each.type) for each in consumer_requests if each.type}
    ids = _find_ids(ctx, keys)
    missing = sorted(keys - set(ids), key=lambda each: (each[0].name, each[1]))
    for table, name in missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, table).values(
                {_NAMES[table]: name}
            )
        )
    return ids | _find_ids(ctx, missing) if missing else ids


_FIND_IDS = sa.union_all(
    *(
        sa.select(
            sa.literal_column(str(number)), table.c[column], table.c.id
        ).where(table.c[column].in_(sa.bindparam(table.name, expanding=True)))
        for number, (table, column) in enumerate(_NAMES.items())
    )
)


def _find_ids(ctx, keys):
    names = {
        table.name: sorted(name for each, name in keys if each is table)
        for table in _NAMES
    }
    by_number = list(_NAMES)
    rows = ctx.connection.execute(_FIND_IDS, names)
    return {(by_number[row[0]], row[1]): row[2] for row in rows}
