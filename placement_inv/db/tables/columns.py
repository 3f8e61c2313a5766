"""Columns that tables of the host-inventory family have in common."""

import sqlalchemy as sa

from placement_inv.db.tables import base
from placement_inv.db.tables.base import table


def reference(name, target, *, primary_key=False, index=False):
    """Declare the id of a row that this one goes with."""
    return sa.Column(
        name,
        sa.Integer,
        sa.ForeignKey(f'{target}.id', ondelete='CASCADE'),
        primary_key=primary_key,
        nullable=False,
        index=index,
    )


def pairs(name, first, first_target, second, second_target):
    """Declare a set of pairs, reachable from both sides by an index."""
    return table(
        name,
        reference(first, first_target, primary_key=True),
        reference(second, second_target, primary_key=True, index=True),
    )


def text(name):
    """Declare a text of any length, never NULL."""
    return sa.Column(name, base.LongText, nullable=False, default='')


def variables():
    """Declare variables: the text that was written, and what it says."""
    return (
        # JSON or YAML exactly as it was written: clients compare the text.
        text('variables'),
        # For filters alone; NULL says nothing.
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
    """Return the columns that say who made a row and who changed it last.

    They are no references: users are never deleted, and a check of each row
    is not what a load of thousands should pay for.
    """
    return (
        sa.Column('created_by_id', sa.Integer, nullable=True),
        sa.Column('modified_by_id', sa.Integer, nullable=True),
    )
