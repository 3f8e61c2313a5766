"""The users who created a row and who changed it last."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables

_users = tables.access.api_users

_CREATED, _MODIFIED = 'created_by', 'modified_by'


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """A user as bodies of rows show the author."""

    id: int
    username: str


@dataclasses.dataclass(frozen=True, slots=True)
class Authors:
    """The authors of one row; None for a write without a known user."""

    created_by: Author | None
    modified_by: Author | None


def has_authors(table):
    """Tell whether a table has the columns of authors."""
    return f'{_CREATED}_id' in table.c


def columns(table):
    """Return the columns of a select from `table` that `from_row` reads."""
    return tuple(
        column
        for role in (_CREATED, _MODIFIED)
        for column in (table.c[f'{role}_id'], _name(table, role))
    )


def from_row(row):
    """Return the Authors of a row with these columns."""
    return Authors(*(_author(row, role) for role in (_CREATED, _MODIFIED)))


def creation_columns(ctx):
    """Return the columns of authors of a new row."""
    return {f'{_CREATED}_id': ctx.actor_id, **change_columns(ctx)}


def change_columns(ctx):
    """Return the columns of authors that a change writes."""
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
