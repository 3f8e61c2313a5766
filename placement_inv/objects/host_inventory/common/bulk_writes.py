"""Writes many rows with few statements."""

import collections
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
import itertools
from typing import Any

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)

#: The most rows that one UPDATE changes; each is a branch of a CASE.
_ROWS = 250
#: The most characters in one UPDATE: MariaDB refuses packets of 16 MiB.
#: Variables are written twice, as a text and as a document.
_CHARACTERS = 2 * 1024 * 1024
#: The most pairs in one DELETE.
_PAIRS = 500


def insert(ctx, table: sa.Table, new: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same columns."""
    if new:
        ctx.connection.execute(
            table.insert(),
            [variable_documents.with_document(table, row) for row in new],
        )


def change(
    ctx, table: sa.Table, changes: Iterable[tuple[int, Mapping[str, Any]]]
) -> None:
    """Write (id, {column: value}) changes; other columns stay."""
    for changes_of_batch in _batches(changes):
        batch = [
            (row_id, variable_documents.with_document(table, values))
            for row_id, values in changes_of_batch
        ]
        columns = dict.fromkeys(
            itertools.chain.from_iterable(values for _id, values in batch)
        )
        ctx.connection.execute(
            table.update()
            .where(table.c.id.in_([row_id for row_id, _values in batch]))
            .values({name: _by_id(table, name, batch) for name in columns})
        )


def advance(ctx, table: sa.Table, generations: Mapping[int, int]) -> None:
    """Advance the generations of rows, {id: generation that is expected}.

    Raises ConcurrentUpdate if a row has another one. The rows stay locked
    until the commit.
    """
    # PERF: most rows have one of few generations.
    ids_by_generation = collections.defaultdict(list)
    for row_id, generation in generations.items():
        ids_by_generation[generation].append(row_id)
    for generation, ids in sorted(ids_by_generation.items()):
        for batch in rows.batches(ids):
            result = ctx.connection.execute(
                table.update()
                .where(table.c.id.in_(batch), table.c.generation == generation)
                .values(generation=generation + 1)
            )
            if result.rowcount != len(batch):
                raise exceptions.ConcurrentUpdate()


def delete_pairs(
    ctx, one: sa.Column, other: sa.Column, pairs: Iterable[tuple[int, int]]
) -> None:
    """Delete pairs from an association table with two columns."""
    pairs_left = iter(sorted(pairs))
    while batch := list(itertools.islice(pairs_left, _PAIRS)):
        ctx.connection.execute(
            one.table.delete()
            # PERF: MariaDB looks up ids in an index, but not pairs of them.
            .where(one.in_(sorted({first for first, _second in batch})))
            .where(sa.tuple_(one, other).in_(batch))
        )


def _by_id(table, name, batch):
    column = table.c[name]
    return sa.case(
        {
            row_id: sa.literal(values[name], column.type)
            for row_id, values in batch
            if name in values
        },
        value=table.c.id,
        else_=column,
    )


def _batches(
    changes: Iterable[tuple[int, Mapping[str, Any]]],
) -> Iterator[list[tuple[int, Mapping[str, Any]]]]:
    """Yield changes in lists that fit one statement each."""
    batch: list[tuple[int, Mapping[str, Any]]] = []
    room = _CHARACTERS
    for row_id, values in changes:
        size = sum(len(v) for v in values.values() if isinstance(v, str))
        if batch and (len(batch) == _ROWS or size > room):
            yield batch
            batch, room = [], _CHARACTERS
        batch.append((row_id, values))
        room -= size
    if batch:
        yield batch
