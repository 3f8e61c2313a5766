"""Columns that several tables of the host-inventory family have."""

import sqlalchemy as sa

from placement_inv.db.tables import base
from placement_inv.db.tables.base import table


def reference(name, target, *, primary_key=False, index=False):
    """Declare a foreign key; the row is deleted with the one it refers to."""
    return sa.Column(
        name,
        sa.Integer,
        sa.ForeignKey(f'{target}.id', ondelete='CASCADE'),
        primary_key=primary_key,
        nullable=False,
        index=index,
    )


def pairs(name, first, first_target, second, second_target):
    """Declare a table of pairs of ids, with an index for each side."""
    return table(
        name,
        reference(first, first_target, primary_key=True),
        reference(second, second_target, primary_key=True, index=True),
    )


def text(name):
    """Declare a text of any length, never NULL."""
    return sa.Column(name, base.LongText, nullable=False, default='')


def variables():
    """Declare the columns of variables: the text, and the parsed document."""
    return (
        # JSON or YAML exactly as the client wrote it: clients compare it.
        text('variables'),
        # Only for filters; NULL if the text defines no variables.
        sa.Column('variables_data', base.Json, nullable=True),
    )


def string(name, length):
    """Declare a short text, never NULL."""
    return sa.Column(
        name,
        sa.String(length),
        nullable=False,
        default='',
        server_default='',
    )


def name():
    """Declare the name of a row."""
    return sa.Column('name', sa.String(512), nullable=False)


def number(name, default=0):
    """Declare an integer, never NULL."""
    return sa.Column(
        name,
        sa.Integer,
        nullable=False,
        default=default,
        server_default=str(default),
    )


def authors():
    """Return the columns of who created a row and who changed it last.

    They are not foreign keys: users are never deleted, and checking a
    reference for each of thousands of new rows takes time.
    """
    return (
        sa.Column('created_by_id', sa.Integer, nullable=True),
        sa.Column('modified_by_id', sa.Integer, nullable=True),
    )
