"""Classification of drivers' errors, raw and wrapped by oslo.db."""

import sqlite3
import types
import unittest

from oslo_db import exception
import pymysql
from sqlalchemy import exc

from placement_inv.db import driver_errors


def _wrap(original):
    return exc.OperationalError('UPDATE t', {}, original)


def _of_sqlite(name):
    original = sqlite3.OperationalError('said')
    original.sqlite_errorname = name
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

    def test_serialization_failures(self):
        self._check(
            driver_errors.is_serialization_failure,
            (
                _of_postgresql('40001'),
                _of_postgresql('40P01'),
                _of_sqlite('SQLITE_BUSY_SNAPSHOT'),
            ),
            (
                _of_postgresql('23505'),
                _of_postgresql('55P03'),
                _of_sqlite('SQLITE_BUSY'),
            ),
        )

    def test_timeouts_of_locks(self):
        self._check(
            driver_errors.is_locked,
            (
                _of_sqlite('SQLITE_BUSY'),
                _of_postgresql('55P03'),
                _of_mariadb(1205),
            ),
            (_of_sqlite('SQLITE_ERROR'), _of_mariadb(1213)),
        )

    def test_texts_that_are_too_long_for_a_filter(self):
        self._check(
            driver_errors.is_text_too_long,
            (_of_mariadb(1690),),
            (_of_mariadb(1264), _of_postgresql('22003')),
        )

    def test_databases_that_accept_no_writes(self):
        self._check(
            driver_errors.is_unwritable,
            (
                _of_sqlite('SQLITE_FULL'),
                _of_postgresql('25006'),
                _of_postgresql('53100'),
                _of_mariadb(1290),
            ),
            (_of_postgresql('42501'), _of_mariadb(1062)),
        )
