"""The traits and resource classes that every deployment has."""

import os_resource_classes
import os_traits
import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions


@transactions.writer
def sync(ctx):
    """Insert the standard names that the database does not have yet.

    Several processes may do this at once: a name that another one has
    inserted meanwhile is no error.
    """
    _add_missing(
        ctx, tables.placement.resource_classes, os_resource_classes.STANDARDS
    )
    _add_missing(ctx, tables.placement.traits, sorted(os_traits.get_traits()))


def _add_missing(ctx, table, names):
    existing = set(ctx.connection.execute(sa.select(table.c.name)).scalars())
    missing = [name for name in names if name not in existing]
    if missing:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, table),
            [{'name': name} for name in missing],
        )
