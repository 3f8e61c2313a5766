"""Classifies errors of drivers by the codes that the databases document.

These are the classes of SQLSTATE for PostgreSQL, the numbers of MariaDB and
MySQL and the result codes of SQLite. An error that is in none of these classes
is a fault of this program, such as a wrong statement.
"""

import enum
import sqlite3


class Cause(enum.Enum):
    """Why a database did not execute a statement."""

    #: The transaction conflicted with another: a retry may succeed at once.
    CONFLICT = enum.auto()
    #: The wait for a lock of another transaction timed out.
    LOCKED = enum.auto()
    #: An operator or a time limit ended the statement or the transaction.
    ENDED = enum.auto()
    #: Too few connections, too little memory.
    SHORT = enum.auto()
    #: The connection is lost, or the server accepts none.
    LOST = enum.auto()
    #: The database answers, but accepts no writes: a full disk, a standby.
    UNWRITABLE = enum.auto()
    #: The server, or its disk, does not work as it should.
    BROKEN = enum.auto()


#: By prefix of the SQLSTATE; the longest prefix decides.
_BY_STATE = {
    '08': Cause.LOST,
    # All other transactions in a wrong state are faults of this program.
    '25006': Cause.UNWRITABLE,
    '25P03': Cause.ENDED,
    '25P04': Cause.ENDED,
    # The operator decides which account may use which database.
    '28': Cause.LOST,
    '3D': Cause.LOST,
    '40': Cause.CONFLICT,
    # Not retried: it may have been committed.
    '40003': Cause.LOST,
    '53': Cause.SHORT,
    '53100': Cause.UNWRITABLE,
    '55006': Cause.LOCKED,
    '55P03': Cause.LOCKED,
    '57': Cause.LOST,
    '57000': Cause.ENDED,
    '57014': Cause.ENDED,
    '58': Cause.BROKEN,
    # MariaDB and MySQL: interrupted.
    '70': Cause.ENDED,
    '72': Cause.CONFLICT,
    'F0': Cause.BROKEN,
    'XX': Cause.BROKEN,
}

#: By number. For most of them the SQLSTATE is "HY000", a class for all kinds
#: of errors, and not all drivers have it.
_NUMBERS = {
    Cause.CONFLICT: (
        1020,  # a row has changed since it was read
        1213,  # deadlock, also of a cluster
        1402,  # the branch of a transaction was rolled back
        1412,  # another session has changed the table
        1613,  # the branch of a transaction was rolled back: too long
        1614,  # the branch of a transaction was rolled back: deadlock
        1689,  # a wait gave way to an exclusive lock
        1964,  # an earlier commit failed
        3058,  # deadlock of locks by name
        3101,  # a plugin of the cluster rolled back
    ),
    Cause.LOCKED: (
        1015,  # cannot lock a file
        1205,  # lock wait timeout
        1150,  # a delayed insert got no lock
        3572,  # NOWAIT
    ),
    Cause.ENDED: (
        1028,  # a sort was aborted
        1317,  # KILL QUERY
        1931,  # more rows than the statement may read
        1969,  # max_statement_time
        3024,  # max_execution_time
    ),
    Cause.SHORT: (
        1037,  # memory
        1038,  # memory to sort
        1040,  # connections
        1041,  # memory
        1135,  # threads
        1151,  # threads for delayed inserts
        1197,  # cache of the binary log, for a transaction
        1203,  # connections of a user
        1206,  # locks
        1226,  # resources of a user
        1257,  # memory to compress
        1461,  # prepared statements
        1637,  # transactions
        1705,  # cache of the binary log, for a statement
        3015,  # memory of a storage engine
        3044,  # memory of a function
    ),
    Cause.LOST: (
        0,  # the driver has closed the connection
        1042,  # the host's name is unknown
        1043,  # handshake
        1044,  # the account may not use the database
        1045,  # the account may not log in
        1047,  # the node is not ready in its cluster
        1049,  # no such database
        1053,  # shutdown
        1077,
        1078,
        1079,
        1080,  # the server closes a thread
        1129,  # the host is blocked
        1130,  # the host may not connect
        1152,  # aborted connection
        1154,  # errors of the network, up to
        1155,
        1156,
        1157,
        1158,
        1159,
        1160,
        1161,
        1184,  # aborted connection
        1698,  # the account may not log in
        1820,  # the password must be changed
        1835,  # malformed packet
        1862,  # the password has expired
        1927,  # KILL
        3032,  # the server is offline
        3118,  # the account is locked
        3168,  # the server is not available
        3169,  # KILL
        4031,  # the session was idle for too long (MySQL)
        4150,  # the account is blocked
        4151,  # the account is locked
        # The library of clients: connecting, sending, receiving.
        2001,
        2002,
        2003,
        2004,
        2005,
        2006,
        2009,
        2010,
        2011,
        2012,
        2013,
        2026,
        2027,
        2045,
        2047,
        2048,
        2055,
    ),
    Cause.UNWRITABLE: (
        1021,  # full disk
        1026,  # error on write
        1036,  # the table is read only
        1114,  # full table
        1290,  # --read-only and its like
        1792,  # read-only transaction
        1836,  # read-only mode
        1874,  # InnoDB is read only
        1878,  # a temporary file could not be written
        3019,  # full undo log
        3100,  # a plugin of the cluster refused the commit
        4139,  # full index
    ),
    Cause.BROKEN: (
        1004,  # errors of files, up to
        1016,
        1018,
        1023,
        1024,
        1025,
        1030,  # error of the storage engine
        1034,  # corrupt index
        1035,
        1180,  # error during COMMIT, ROLLBACK, flush, checkpoint
        1181,
        1182,
        1183,
        1194,  # crashed table
        1195,
        1296,  # error of the storage engine
        1297,  # temporary error of the storage engine
        1712,  # corrupt index
        1728,  # corrupt system table
        1815,  # internal error
        1817,  # corrupt index
        1877,  # corrupt table
        3000,  # corrupt file
    ),
}
_BY_NUMBER = {
    number: cause for cause, numbers in _NUMBERS.items() for number in numbers
}
#: Faults of this program whose SQLSTATE is in a class above.
_OWN_NUMBERS = frozenset(
    (
        1153,  # the packet that was sent is too large
        4075,  # the packet that was received is too large
    )
)

#: By result code. The primary code decides if an extended one is not listed.
_BY_CODE = {
    sqlite3.SQLITE_BUSY: Cause.LOCKED,
    sqlite3.SQLITE_BUSY_SNAPSHOT: Cause.CONFLICT,
    sqlite3.SQLITE_CANTOPEN: Cause.LOST,
    sqlite3.SQLITE_CORRUPT: Cause.BROKEN,
    sqlite3.SQLITE_FULL: Cause.UNWRITABLE,
    sqlite3.SQLITE_INTERNAL: Cause.BROKEN,
    sqlite3.SQLITE_INTERRUPT: Cause.ENDED,
    sqlite3.SQLITE_IOERR: Cause.BROKEN,
    sqlite3.SQLITE_IOERR_FSYNC: Cause.UNWRITABLE,
    sqlite3.SQLITE_IOERR_NOMEM: Cause.SHORT,
    sqlite3.SQLITE_IOERR_WRITE: Cause.UNWRITABLE,
    sqlite3.SQLITE_LOCKED: Cause.LOCKED,
    sqlite3.SQLITE_NOLFS: Cause.UNWRITABLE,
    sqlite3.SQLITE_NOMEM: Cause.SHORT,
    sqlite3.SQLITE_NOTADB: Cause.BROKEN,
    sqlite3.SQLITE_PERM: Cause.LOST,
    sqlite3.SQLITE_PROTOCOL: Cause.LOCKED,
    sqlite3.SQLITE_READONLY: Cause.UNWRITABLE,
    sqlite3.SQLITE_SCHEMA: Cause.CONFLICT,
}
_PRIMARY = 0xFF


def find_cause(error):
    """Return the Cause of a driver's error, None for one without a cause.

    An error without a code has no cause here.
    """
    code = getattr(error, 'sqlite_errorcode', None)
    if code is not None:
        return _BY_CODE.get(code) or _BY_CODE.get(code & _PRIMARY)
    number = next(iter(getattr(error, 'args', ())), None)
    if number in _OWN_NUMBERS:
        return None
    if isinstance(number, int) and number in _BY_NUMBER:
        return _BY_NUMBER[number]
    return _of_state(getattr(error, 'sqlstate', None) or '')


def _of_state(state):
    prefixes = (state[:length] for length in range(len(state), 1, -1))
    return next(
        (_BY_STATE[prefix] for prefix in prefixes if prefix in _BY_STATE), None
    )
