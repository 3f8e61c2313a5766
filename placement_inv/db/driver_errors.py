"""Classifies errors of drivers by their names or numbers.

oslo.db translates many of them; these are the ones it leaves as they are,
or calls by a name that asks for another try where one more is in vain.
"""

#: Another transaction was faster: a retry may succeed at once.
_SERIALIZATION = frozenset(('40001', '40P01', 'SQLITE_BUSY_SNAPSHOT'))

#: Another transaction holds the lock, and the wait for it timed out.
_LOCKED = frozenset(
    ('SQLITE_BUSY', 'SQLITE_BUSY_TIMEOUT', 'SQLITE_LOCKED', '55P03', 1205)
)

#: The database answers and takes no writes just now.
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
        # MariaDB: a full disk, a full table, --read-only and its like.
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


#: A number that does not fit: what a filter for MariaDB and MySQL makes of a
#: text that is too long to search in.
_OUT_OF_RANGE = frozenset((1690,))


def is_text_too_long(error):
    """Tell whether a filter gave up for the length of a text."""
    return not _marks(error).isdisjoint(_OUT_OF_RANGE)


def is_out_of_time(error):
    """Tell whether an error of a driver may say that a time limit passed."""
    marks = {getattr(error, 'sqlstate', None), *error.args[:1]}
    return not marks.isdisjoint(_CANCELLED)


def is_serialization_failure(error):
    """Tell whether an error is a conflict that a retry may resolve."""
    return not _marks(error).isdisjoint(_SERIALIZATION)


def is_locked(error):
    """Tell whether a lock was waited for as long as waiting is allowed."""
    return not _marks(error).isdisjoint(_LOCKED)


def is_unwritable(error):
    """Tell whether the database reads only: a full disk, a standby."""
    return not _marks(error).isdisjoint(_UNWRITABLE)


def duplicate_key(error):
    """Return the name of the constraint or column of a DBDuplicateEntry.

    Either ends in the column's name.
    """
    diagnosis = getattr(_original(error), 'diag', None)
    # oslo.db cuts what PostgreSQL's driver says down to the table's name.
    return diagnosis.constraint_name if diagnosis else error.columns[-1]


def _original(error):
    # oslo.db wraps most errors and lets operational ones pass as they are.
    inner = getattr(error, 'inner_exception', None) or error
    return getattr(inner, 'orig', None)


def _marks(error):
    """Return SQLite's name, the state and MariaDB's number, if there are."""
    original = _original(error)
    return {
        getattr(original, 'sqlite_errorname', None),
        getattr(original, 'sqlstate', None),
        *getattr(original, 'args', ())[:1],
    }
