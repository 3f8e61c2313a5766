"""The columns of a noun as data.

Each noun has a tuple `COLUMNS`. Selects, writes, copies, filters, and the
attributes of the values that `objects` return are derived from it.
"""

import dataclasses
from typing import Any

#: Columns of every table that are in no tuple: the authors of a row, which
#: `common.authors` writes and reads.
BOOKKEEPING = ('created_by_id', 'modified_by_id')


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a noun's table, and its uses."""

    name: str
    #: Whether clients write it. A change compares it with the old value.
    writable: bool = False
    #: Whether copies of an inventory have its value.
    copyable: bool = False
    #: Whether lists are filtered and ordered by it, under this name.
    filterable: bool = False
    #: Whether the values that `objects` return have it.
    read: bool = True
    #: Whether only some callers see its value; see `columns.secrets`. No
    #: filter, entry of the audit log or output contains it.
    secret: bool = False


def readable(columns):
    """Return the names of the columns that values have as attributes."""
    return tuple(column.name for column in columns if column.read)


def writable(columns):
    """Return the names of the columns that clients write."""
    return tuple(column.name for column in columns if column.writable)


def copyable(columns):
    """Return the names of the columns that copies have."""
    return tuple(column.name for column in columns if column.copyable)


def filterable(columns):
    """Return the names of the columns that lists are filtered by."""
    return tuple(column.name for column in columns if column.filterable)


def secret(columns):
    """Return the names of the columns with secret values."""
    return tuple(column.name for column in columns if column.secret)


def of_table(table, names):
    """Return the columns of a table that have some names, in their order."""
    return tuple(table.c[name] for name in names)


def value_class(name, columns):
    """Return a frozen dataclass with an attribute for each readable column.

    The class of a noun inherits from it and adds values of other tables. The
    text of a value (`repr`), which a log could hold, has no secrets.
    """
    fields = [
        (
            column.name,
            Any,
            dataclasses.field(repr=not column.secret),
        )
        for column in columns
        if column.read
    ]
    return dataclasses.make_dataclass(name, fields, frozen=True, slots=True)
