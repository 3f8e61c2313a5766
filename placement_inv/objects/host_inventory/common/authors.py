"""Who made a row, and who changed it last."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables

_users = tables.access.api_users

_CREATED, _MODIFIED = 'created_by', 'modified_by'


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """A user as the rows that he or she wrote speak of them."""

    id: int
    username: str


@dataclasses.dataclass(frozen=True, slots=True)
class Authors:
    """The authors of one row; None where nobody in particular wrote it."""

    created_by: Author | None
    modified_by: Author | None


def has_authors(table):
    """Tell whether the rows of a table name their authors."""
    return f'{_CREATED}_id' in table.c


def columns(table):
    """Return the columns of a select from `table` that `of` reads."""
    return tuple(
        column
        for role in (_CREATED, _MODIFIED)
        for column in (table.c[f'{role}_id'], _name(table, role))
    )


def from_row(row):
    """Return the authors that the columns say in a row."""
    return Authors(*(_author(row, role) for role in (_CREATED, _MODIFIED)))


def creation_columns(ctx):
    """Return the values of a new row that say who makes it."""
    return {f'{_CREATED}_id': ctx.actor_id, **change_columns(ctx)}


def change_columns(ctx):
    """Return the values of a changed row that say who changes it."""
    return {f'{_MODIFIED}_id': ctx.actor_id}


def _name(table, role):
    users = _users.alias()
    return (
        sa.select(users.c.username)
        .where(users.c.id == table.c[f'{role}_id'])
        .correlate(table)
        .scalar_subquery()
        .label(f'{role}_name')
    )


def _author(row, role):
    author_id, username = row[f'{role}_id'], row[f'{role}_name']
    return None if username is None else Author(author_id, username)
