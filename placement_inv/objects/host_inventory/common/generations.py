"""What a writer has seen of a row, compared in the statement that writes."""

import dataclasses

import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors


@dataclasses.dataclass(frozen=True, slots=True)
class Expected:
    """The generations that a row may have for a write to go ahead."""

    #: The one that the body says; None for any.
    said: int | None = None
    #: Those that the conditions of the request name; None for any.
    matched: frozenset[int] | None = None


ANY = Expected()


def conditions(table, expected):
    """Return the conditions under which a row is as it was seen."""
    if expected.said is not None:
        yield table.c.generation == expected.said
    if expected.matched is not None:
        yield table.c.generation.in_(sorted(expected.matched))


def refuse(ctx, table, row_id, expected):
    """Raise what a write that found no such row means.

    Nothing where the row is gone: whoever looks for it next says so.
    """
    generation = ctx.connection.scalar(
        sa.select(table.c.generation).where(table.c.id == row_id)
    )
    if generation is None:
        return
    if expected.matched is not None and generation not in expected.matched:
        raise errors.PreconditionFailed()
    raise errors.StaleGeneration(generation=expected.said)


def check(ctx, table, row_id, expected):
    """Keep a row as it was seen until the transaction that deletes it ends."""
    if expected == ANY:
        return
    is_current = ctx.connection.execute(
        table.update()
        .where(table.c.id == row_id, *conditions(table, expected))
        .values(generation=table.c.generation + 1)
    )
    if not is_current.rowcount:
        refuse(ctx, table, row_id, expected)
