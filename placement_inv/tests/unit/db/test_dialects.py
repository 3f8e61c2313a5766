"""Which errors only say that somebody else was faster."""

import sqlite3
import types
import unittest

from oslo_db import exception
from sqlalchemy import exc

from placement_inv.db import dialects


def _raised(original):
    return exc.OperationalError('UPDATE t', {}, original)


class TestIsSerializationFailure(unittest.TestCase):
    def test_a_locked_file_however_wrapped(self):
        error = _raised(sqlite3.OperationalError('database is locked'))
        self.assertTrue(dialects.is_serialization_failure(error))
        self.assertTrue(
            dialects.is_serialization_failure(exception.DBError(error))
        )

    def test_what_postgresql_says(self):
        for state, expected in (
            ('40001', True),
            ('40P01', True),
            ('23505', False),
        ):
            original = types.SimpleNamespace(sqlstate=state)
            error = types.SimpleNamespace(orig=original)
            self.assertEqual(
                expected,
                dialects.is_serialization_failure(exception.DBError(error)),
            )

    def test_other_errors(self):
        self.assertFalse(
            dialects.is_serialization_failure(
                _raised(sqlite3.OperationalError('disk I/O error'))
            )
        )
        self.assertFalse(dialects.is_serialization_failure(ValueError()))
