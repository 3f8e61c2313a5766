"""Every documented class of errors, and which of them are not ours."""

import sqlite3
import types
import unittest

from psycopg import errors
import pymysql
from pymysql.constants import CR
from pymysql.constants import ER

from placement_inv.db import error_causes
from placement_inv.db.error_causes import Cause


def _of_state(state):
    return error_causes.find_cause(types.SimpleNamespace(sqlstate=state))


def _of_number(number, sqlstate=None):
    error = pymysql.err.OperationalError(number, 'text')
    error.sqlstate = sqlstate
    return error_causes.find_cause(error)


def _of_code(code):
    error = sqlite3.OperationalError('text')
    error.sqlite_errorcode = code
    return error_causes.find_cause(error)


class TestSQLStates(unittest.TestCase):
    """The appendix "PostgreSQL Error Codes", class by class."""

    #: What is not a fault of this program; the other classes are.
    EXPECTED = {
        '08': Cause.LOST,
        '25006': Cause.UNWRITABLE,
        '25P03': Cause.ENDED,
        '25P04': Cause.ENDED,
        '28': Cause.LOST,
        '3D': Cause.LOST,
        '40000': Cause.CONFLICT,
        '40001': Cause.CONFLICT,
        '40002': Cause.CONFLICT,
        '40003': Cause.LOST,
        '40P01': Cause.CONFLICT,
        '53000': Cause.SHORT,
        '53100': Cause.UNWRITABLE,
        '53200': Cause.SHORT,
        '53300': Cause.SHORT,
        '53400': Cause.SHORT,
        '55006': Cause.LOCKED,
        '55P03': Cause.LOCKED,
        '57000': Cause.ENDED,
        '57014': Cause.ENDED,
        '57P': Cause.LOST,
        '58': Cause.BROKEN,
        '72': Cause.CONFLICT,
        'F0': Cause.BROKEN,
        'XX': Cause.BROKEN,
    }

    def test_each_state_that_the_driver_knows(self):
        states = {
            error.sqlstate
            for error in vars(errors).values()
            if isinstance(getattr(error, 'sqlstate', None), str)
        }
        self.assertLess(200, len(states))
        for state in sorted(states):
            with self.subTest(state):
                expected = {
                    cause
                    for prefix, cause in self.EXPECTED.items()
                    if state.startswith(prefix)
                }
                cause = _of_state(state)
                self.assertEqual(expected, {cause} - {None})

    def test_a_state_of_a_later_release_is_of_its_class(self):
        for state, cause in {
            '08ZZZ': Cause.LOST,
            '53ZZZ': Cause.SHORT,
            '57P99': Cause.LOST,
            '58ZZZ': Cause.BROKEN,
            '22ZZZ': None,
            '25ZZZ': None,
            '42ZZZ': None,
        }.items():
            self.assertEqual(cause, _of_state(state), state)

    def test_no_state_is_no_cause(self):
        self.assertIsNone(_of_state(None))
        self.assertIsNone(error_causes.find_cause(ValueError()))
        self.assertIsNone(error_causes.find_cause(ValueError('57014')))
        self.assertIsNone(error_causes.find_cause(None))


#: Of the numbers that PyMySQL names: those that are not ours.
_NUMBERS = {
    Cause.CONFLICT: (
        'CHECKREAD',
        'LOCK_DEADLOCK',
        'TABLE_DEF_CHANGED',
        'XA_RBROLLBACK',
    ),
    Cause.LOCKED: (
        'CANT_LOCK',
        'DELAYED_CANT_CHANGE_LOCK',
        'LOCK_WAIT_TIMEOUT',
    ),
    Cause.ENDED: (
        'FILSORT_ABORT',
        'QUERY_INTERRUPTED',
        'QUERY_TIMEOUT',
        'STATEMENT_TIMEOUT',
    ),
    Cause.SHORT: (
        'CANT_CREATE_THREAD',
        'CON_COUNT_ERROR',
        'LOCK_TABLE_FULL',
        'MAX_PREPARED_STMT_COUNT_REACHED',
        'OUTOFMEMORY',
        'OUT_OF_RESOURCES',
        'OUT_OF_SORTMEMORY',
        'TOO_MANY_DELAYED_THREADS',
        'TOO_MANY_USER_CONNECTIONS',
        'TRANS_CACHE_FULL',
        'USER_LIMIT_REACHED',
        'ZLIB_Z_MEM_ERROR',
    ),
    Cause.LOST: (
        'ABORTING_CONNECTION',
        'ACCESS_DENIED_ERROR',
        'BAD_DB_ERROR',
        'BAD_HOST_ERROR',
        'DBACCESS_DENIED_ERROR',
        'FORCING_CLOSE',
        'GOT_SIGNAL',
        'HANDSHAKE_ERROR',
        'HOST_IS_BLOCKED',
        'HOST_NOT_PRIVILEGED',
        'MUST_CHANGE_PASSWORD',
        'MUST_CHANGE_PASSWORD_LOGIN',
        'NET_ERROR_ON_WRITE',
        'NET_FCNTL_ERROR',
        'NET_PACKETS_OUT_OF_ORDER',
        'NET_READ_ERROR',
        'NET_READ_ERROR_FROM_PIPE',
        'NET_READ_INTERRUPTED',
        'NET_UNCOMPRESS_ERROR',
        'NET_WRITE_INTERRUPTED',
        'NEW_ABORTING_CONNECTION',
        'NORMAL_SHUTDOWN',
        'SERVER_SHUTDOWN',
        'SHUTDOWN_COMPLETE',
        'UNKNOWN_COM_ERROR',
    ),
    Cause.UNWRITABLE: (
        'DISK_FULL',
        'ERROR_ON_WRITE',
        'OPEN_AS_READONLY',
        'OPTION_PREVENTS_STATEMENT',
        'RECORD_FILE_FULL',
    ),
    Cause.BROKEN: (
        'CANT_CREATE_FILE',
        'CANT_OPEN_FILE',
        'CANT_READ_DIR',
        'CRASHED_ON_REPAIR',
        'CRASHED_ON_USAGE',
        'ERROR_DURING_CHECKPOINT',
        'ERROR_DURING_COMMIT',
        'ERROR_DURING_FLUSH_LOGS',
        'ERROR_DURING_ROLLBACK',
        'ERROR_ON_CLOSE',
        'ERROR_ON_READ',
        'ERROR_ON_RENAME',
        'GET_ERRMSG',
        'GET_ERRNO',
        'GET_TEMPORARY_ERRMSG',
        'NOT_KEYFILE',
        'OLD_KEYFILE',
    ),
}
#: Numbers that PyMySQL has no names for.
_UNNAMED = {
    1613: Cause.CONFLICT,
    1614: Cause.CONFLICT,
    1637: Cause.SHORT,
    1698: Cause.LOST,
    1792: Cause.UNWRITABLE,
    1836: Cause.UNWRITABLE,
    1874: Cause.UNWRITABLE,
    1927: Cause.LOST,
    3032: Cause.LOST,
    3101: Cause.CONFLICT,
    3169: Cause.LOST,
    3572: Cause.LOCKED,
    4031: Cause.LOST,
}
#: The same in the library of clients.
_OF_CLIENTS = frozenset(
    (
        'CR_SOCKET_CREATE_ERROR',
        'CR_CONNECTION_ERROR',
        'CR_CONN_HOST_ERROR',
        'CR_IPSOCK_ERROR',
        'CR_UNKNOWN_HOST',
        'CR_SERVER_GONE_ERROR',
        'CR_WRONG_HOST_INFO',
        'CR_LOCALHOST_CONNECTION',
        'CR_TCP_CONNECTION',
        'CR_SERVER_HANDSHAKE_ERR',
        'CR_SERVER_LOST',
        'CR_SSL_CONNECTION_ERROR',
        'CR_MALFORMED_PACKET',
        'CR_SHARED_MEMORY_CONNECT_ABANDONED_ERROR',
        'CR_CONN_UNKNOW_PROTOCOL',
        'CR_INVALID_CONN_HANDLE',
        'CR_SERVER_LOST_EXTENDED',
    )
)


class TestNumbers(unittest.TestCase):
    """The numbers of MariaDB and MySQL, all that the driver names."""

    def test_each_number_that_the_driver_names(self):
        expected = {
            name: cause for cause, names in _NUMBERS.items() for name in names
        }
        numbers = {
            name: number
            for name, number in vars(ER).items()
            if isinstance(number, int) and not name.startswith('ERROR_FIRST')
        }
        self.assertLess(400, len(numbers))
        self.assertLessEqual(set(expected), set(numbers))
        for name, number in sorted(numbers.items()):
            with self.subTest(name):
                self.assertIs(expected.get(name), _of_number(number))

    def test_numbers_that_the_driver_has_no_names_for(self):
        for number, cause in _UNNAMED.items():
            self.assertIs(cause, _of_number(number), number)

    def test_each_number_of_the_clients_library(self):
        for name, number in vars(CR).items():
            if name.startswith('CR_') and number > CR.CR_ERROR_FIRST:
                with self.subTest(name):
                    cause = Cause.LOST if name in _OF_CLIENTS else None
                    self.assertIs(cause, _of_number(number))

    def test_a_closed_connection_of_the_driver(self):
        error = pymysql.err.InterfaceError(0, '')
        self.assertIs(Cause.LOST, error_causes.find_cause(error))

    def test_an_unknown_number_is_of_the_class_of_its_state(self):
        for state, cause in {
            '08S01': Cause.LOST,
            '40001': Cause.CONFLICT,
            '70100': Cause.ENDED,
            '42000': None,
            'HY000': None,
            None: None,
        }.items():
            self.assertIs(cause, _of_number(59999, state), state)

    def test_a_packet_that_is_too_large_is_ours(self):
        self.assertIsNone(_of_number(1153, '08S01'))


#: Result codes of SQLite that are not ours, with the others of their class.
_CODES = {
    'BUSY': Cause.LOCKED,
    'BUSY_SNAPSHOT': Cause.CONFLICT,
    'CANTOPEN': Cause.LOST,
    'CORRUPT': Cause.BROKEN,
    'FULL': Cause.UNWRITABLE,
    'INTERNAL': Cause.BROKEN,
    'INTERRUPT': Cause.ENDED,
    'IOERR': Cause.BROKEN,
    'IOERR_FSYNC': Cause.UNWRITABLE,
    'IOERR_NOMEM': Cause.SHORT,
    'IOERR_WRITE': Cause.UNWRITABLE,
    'LOCKED': Cause.LOCKED,
    'NOLFS': Cause.UNWRITABLE,
    'NOMEM': Cause.SHORT,
    'NOTADB': Cause.BROKEN,
    'PERM': Cause.LOST,
    'PROTOCOL': Cause.LOCKED,
    'READONLY': Cause.UNWRITABLE,
    'SCHEMA': Cause.CONFLICT,
}
#: The primary codes, without those that say that all is well.
_PRIMARY_CODES = (
    *('ERROR', 'INTERNAL', 'PERM', 'ABORT', 'BUSY', 'LOCKED', 'NOMEM'),
    *('READONLY', 'INTERRUPT', 'IOERR', 'CORRUPT', 'NOTFOUND', 'FULL'),
    *('CANTOPEN', 'PROTOCOL', 'EMPTY', 'SCHEMA', 'TOOBIG', 'CONSTRAINT'),
    *('MISMATCH', 'MISUSE', 'NOLFS', 'AUTH', 'FORMAT', 'RANGE', 'NOTADB'),
)


class TestResultCodes(unittest.TestCase):
    """The result codes of SQLite, primary and extended."""

    def test_each_code_and_its_extended_ones(self):
        names = [
            name.removeprefix('SQLITE_')
            for name in vars(sqlite3)
            if name.startswith(
                tuple(f'SQLITE_{primary}' for primary in _PRIMARY_CODES)
            )
        ]
        self.assertLess(80, len(names))
        for name in names:
            with self.subTest(name):
                primary = name.partition('_')[0]
                expected = _CODES.get(name, _CODES.get(primary))
                code = getattr(sqlite3, f'SQLITE_{name}')
                self.assertIs(expected, _of_code(code))

    def test_a_code_of_a_later_release_is_of_its_class(self):
        later = sqlite3.SQLITE_IOERR | 250 << 8
        self.assertIs(Cause.BROKEN, _of_code(later))
        self.assertIsNone(_of_code(sqlite3.SQLITE_CONSTRAINT | 250 << 8))
