"""The columns of a noun as data, and what follows from them.

Each noun has a tuple `COLUMNS`. Selects, writes, copies, the attributes of
the values that `objects` return, and filters are made from it.
"""

import dataclasses

#: Columns that every table has and no tuple of a noun: who wrote a row, which
#: `common.authors` writes and reads.
BOOKKEEPING = ('created_by_id', 'modified_by_id')


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """What is done with one column of a noun's table."""

    name: str
    #: Whether clients write it: a change compares it with what was there.
    writable: bool = False
    #: Whether the copy of an inventory has it.
    copyable: bool = False
    #: Whether filters and orders of lists know it, by this name.
    filterable: bool = False
    #: Whether the values that `objects` return have it.
    read: bool = True


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


def of_table(table, names):
    """Return the columns of a table that have some names, in their order."""
    return tuple(table.c[name] for name in names)


def value_class(name, columns):
    """Return the frozen class of what rows say, an attribute a column.

    The class of a noun inherits from it, and adds what other tables say.
    """
    return dataclasses.make_dataclass(
        name, readable(columns), frozen=True, slots=True
    )
