"""What a writer has seen of a row, compared in the statement that writes."""

import dataclasses

import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors


@dataclasses.dataclass(frozen=True, slots=True)
class Precondition:
    """The generations that a row may have for a write to go ahead."""

    #: The one that the body says; None for any.
    body: int | None = None
    #: Those that the conditions of the request name; None for any.
    if_match: frozenset[int] | None = None


ANY = Precondition()


def conditions(table, precondition):
    """Return the conditions under which a row is as it was seen."""
    if precondition.body is not None:
        yield table.c.generation == precondition.body
    if precondition.if_match is not None:
        yield table.c.generation.in_(sorted(precondition.if_match))


def refuse(ctx, table, row_id, precondition):
    """Raise what a write that found no such row means.

    Nothing where the row is gone: whoever looks for it next says so.
    """
    generation = ctx.connection.scalar(
        sa.select(table.c.generation).where(table.c.id == row_id)
    )
    if generation is None:
        return
    if (
        precondition.if_match is not None
        and generation not in precondition.if_match
    ):
        raise errors.PreconditionFailed()
    raise errors.StaleGeneration(generation=precondition.body)


def check(ctx, table, row_id, precondition):
    """Keep a row as it was seen until the transaction that deletes it ends."""
    if precondition == ANY:
        return
    is_current = ctx.connection.execute(
        table.update()
        .where(table.c.id == row_id, *conditions(table, precondition))
        .values(generation=table.c.generation + 1)
    )
    if not is_current.rowcount:
        refuse(ctx, table, row_id, precondition)
