"""Preconditions of writes, which the writing statement itself compares."""

import dataclasses

import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors


@dataclasses.dataclass(frozen=True, slots=True)
class Precondition:
    """The generations that a row may have for a write to go ahead."""

    #: The generation in the body; None for any.
    body: int | None = None
    #: The generations in `If-Match`; None for any.
    if_match: frozenset[int] | None = None


ANY = Precondition()


def conditions(table, precondition):
    """Yield the conditions that a row meets a precondition."""
    if precondition.body is not None:
        yield table.c.generation == precondition.body
    if precondition.if_match is not None:
        yield table.c.generation.in_(sorted(precondition.if_match))


def refuse(ctx, table, row_id, precondition):
    """Raise the error of a write that matched no row.

    Raises PreconditionFailed or StaleGeneration, but nothing if the row does
    not exist: the caller finds that out itself.
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
    """Check a precondition, and lock the row until the transaction ends.

    Raises PreconditionFailed or StaleGeneration.
    """
    if precondition == ANY:
        return
    is_current = ctx.connection.execute(
        table.update()
        .where(table.c.id == row_id, *conditions(table, precondition))
        .values(generation=table.c.generation + 1)
    )
    if not is_current.rowcount:
        refuse(ctx, table, row_id, precondition)
