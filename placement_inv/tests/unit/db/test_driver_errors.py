"""Classification of drivers' errors, raw and wrapped by oslo.db."""

import sqlite3
import types
import unittest

from oslo_db import exception
import pymysql
from sqlalchemy import exc

from placement_inv.db import driver_errors
from placement_inv.db.error_causes import Cause


def _wrap(original):
    return exc.OperationalError('UPDATE t', {}, original)


def _of_sqlite(name):
    original = sqlite3.OperationalError('said')
    original.sqlite_errorcode = getattr(sqlite3, name)
    return _wrap(original)


def _of_postgresql(state):
    return _wrap(types.SimpleNamespace(sqlstate=state))


def _of_mariadb(number):
    return _wrap(pymysql.err.OperationalError(number, 'said'))


class TestCodes(unittest.TestCase):
    def _check(self, predicate, errors, others):
        for error in errors:
            self.assertTrue(predicate(error), error)
            self.assertTrue(predicate(exception.DBError(error)), error)
        for error in (*others, ValueError(), exception.DBError()):
            self.assertFalse(predicate(error), error)

    def test_conflicts(self):
        self._check(
            driver_errors.is_conflict,
            (
                _of_postgresql('40001'),
                _of_postgresql('40P01'),
                _of_sqlite('SQLITE_BUSY_SNAPSHOT'),
                _of_mariadb(1213),
            ),
            (
                _of_postgresql('23505'),
                _of_postgresql('55P03'),
                _of_sqlite('SQLITE_BUSY'),
                _of_mariadb(1205),
            ),
        )

    def test_texts_that_are_too_long_for_a_filter(self):
        self._check(
            driver_errors.is_text_too_long,
            (_of_mariadb(1690),),
            (_of_mariadb(1264), _of_postgresql('22003')),
        )


class TestCauses(unittest.TestCase):
    def test_a_code_precedes_the_class_of_oslo_db(self):
        error = exception.DBDeadlock(_of_mariadb(1205))
        self.assertIs(Cause.LOCKED, driver_errors.find_cause(error))
        end_error = exception.DBConnectionError(_of_postgresql('25P03'))
        self.assertIs(Cause.ENDED, driver_errors.find_cause(end_error))

    def test_a_lost_connection_without_a_code(self):
        error = exception.DBConnectionError(_wrap(ValueError('closed')))
        self.assertIs(Cause.LOST, driver_errors.find_cause(error))

    def test_a_connection_that_could_not_be_made(self):
        driver_error = exc.OperationalError(None, None, ValueError('no route'))
        for error in (driver_error, exception.DBError(driver_error)):
            self.assertIs(Cause.LOST, driver_errors.find_cause(error))

    def test_a_statement_without_a_code_is_ours(self):
        for error in (
            _wrap(ValueError('what')),
            exc.ProgrammingError(None, None, ValueError('what')),
            ValueError('57014'),
            exception.DBDuplicateEntry(['name'], _of_mariadb(1062)),
        ):
            self.assertIsNone(driver_errors.find_cause(error))


class TestEndedConnections(unittest.TestCase):
    def test_those_that_the_server_closes(self):
        for error in (
            _of_postgresql('25P03'),
            _of_postgresql('57P01'),
            _of_mariadb(1927),
            _of_mariadb(2013),
        ):
            self.assertTrue(driver_errors.has_ended_connection(error.orig))

    def test_those_that_live_on(self):
        for error in (
            _of_postgresql('57014'),
            _of_postgresql('40001'),
            _of_mariadb(1317),
            _of_sqlite('SQLITE_INTERRUPT'),
            _wrap(ValueError()),
        ):
            self.assertFalse(driver_errors.has_ended_connection(error.orig))
