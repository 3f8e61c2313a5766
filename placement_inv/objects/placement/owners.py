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


def ids_of(ctx, claimants):
    """Return {(table, name): id} of what consumers refer to.

    What is missing is created. It is looked for before: every insertion
    would lock, on MariaDB, a row that all consumers of a project share.
    """
    wanted = {(_projects, each.owner.project) for each in claimants}
    wanted |= {(_users, each.owner.user) for each in claimants}
    wanted |= {(_types, each.type) for each in claimants if each.type}
    found = _find_names(ctx, wanted)
    missing = sorted(
        wanted - set(found), key=lambda each: (each[0].name, each[1])
    )
    for table, name in missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, table).values(
                {_NAMES[table]: name}
            )
        )
    return found | _find_names(ctx, missing) if missing else found


_FIND_NAMES = sa.union_all(
    *(
        sa.select(
            sa.literal_column(str(number)), table.c[column], table.c.id
        ).where(table.c[column].in_(sa.bindparam(table.name, expanding=True)))
        for number, (table, column) in enumerate(_NAMES.items())
    )
)


def _find_names(ctx, wanted):
    names = {
        table.name: sorted(name for each, name in wanted if each is table)
        for table in _NAMES
    }
    by_number = list(_NAMES)
    rows = ctx.connection.execute(_FIND_NAMES, names)
    return {(by_number[row[0]], row[1]): row[2] for row in rows}
