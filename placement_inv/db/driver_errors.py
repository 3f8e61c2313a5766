"""Classifies errors of drivers by their names or numbers.

oslo.db translates many of them. Here are those that it does not translate,
and those that it translates to errors that are retried without use.
"""

#: The transaction conflicted with another: a retry may succeed at once.
_SERIALIZATION = frozenset(('40001', '40P01', 'SQLITE_BUSY_SNAPSHOT'))

#: Another transaction holds the lock, and the wait for it timed out.
_LOCKED = frozenset(
    ('SQLITE_BUSY', 'SQLITE_BUSY_TIMEOUT', 'SQLITE_LOCKED', '55P03', 1205)
)

#: The database answers, but accepts no writes at present.
_UNWRITABLE = frozenset(
    (
        'SQLITE_FULL',
        'SQLITE_READONLY',
        'SQLITE_READONLY_DBMOVED',
        'SQLITE_READONLY_DIRECTORY',
        'SQLITE_IOERR_WRITE',
        'SQLITE_IOERR_FSYNC',
        # PostgreSQL: a standby, a full disk.
        '25006',
        '53100',
        # MariaDB: a full disk, a full table, options such as --read-only.
        1021,
        1114,
        1290,
        1836,
    )
)

#: The statement was cancelled: by a time limit or (PostgreSQL) by a user.
_CANCELLED = frozenset(
    (
        '57014',
        # MariaDB, MySQL.
        1969,
        3024,
    )
)


#: A number that is out of range. Filters for MariaDB and MySQL raise it for a
#: text that is too long to be searched.
_OUT_OF_RANGE = frozenset((1690,))


def is_text_too_long(error):
    """Tell whether a filter failed because a text is too long."""
    return not _codes(error).isdisjoint(_OUT_OF_RANGE)


def is_out_of_time(error):
    """Tell whether a driver's error may mean that a time limit passed."""
    codes = {getattr(error, 'sqlstate', None), *error.args[:1]}
    return not codes.isdisjoint(_CANCELLED)


def is_serialization_failure(error):
    """Tell whether an error is a conflict that a retry may resolve."""
    return not _codes(error).isdisjoint(_SERIALIZATION)


def is_locked(error):
    """Tell whether the wait for a lock timed out."""
    return not _codes(error).isdisjoint(_LOCKED)


def is_unwritable(error):
    """Tell whether the database accepts no writes: a full disk, a standby."""
    return not _codes(error).isdisjoint(_UNWRITABLE)


def duplicate_key(error):
    """Return the name of the constraint or column of a DBDuplicateEntry.

    Both names end in the column's name.
    """
    diagnostic = getattr(_original(error), 'diag', None)
    # oslo.db reads only the table's name from the message of PostgreSQL.
    return diagnostic.constraint_name if diagnostic else error.columns[-1]


def _original(error):
    # oslo.db wraps most errors, but not operational ones.
    inner = getattr(error, 'inner_exception', None) or error
    return getattr(inner, 'orig', None)


def _codes(error):
    """Return the error's name in SQLite, SQLSTATE and number in MariaDB.

    Codes that the error does not have are None.
    """
    original = _original(error)
    return {
        getattr(original, 'sqlite_errorname', None),
        getattr(original, 'sqlstate', None),
        *getattr(original, 'args', ())[:1],
    }
