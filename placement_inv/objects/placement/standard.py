"""The traits and resource classes that every deployment has."""

import os_resource_classes
import os_traits
import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions


@transactions.writer
def sync(ctx):
    """Add the standard names that the database does not have yet.

    Several processes may do this at once: each adds what it finds missing,
    and a name that another one added meanwhile is left alone.
    """
    _add_missing(
        ctx, tables.placement.resource_classes, os_resource_classes.STANDARDS
    )
    _add_missing(ctx, tables.placement.traits, sorted(os_traits.get_traits()))


def _add_missing(ctx, table, names):
    known = set(ctx.connection.execute(sa.select(table.c.name)).scalars())
    missing = [name for name in names if name not in known]
    if missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, table),
            [{'name': name} for name in missing],
        )
