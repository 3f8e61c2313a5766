import os
import tempfile
import unittest

from placement_inv.db import sqlite_pool


class TestShelf(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = os.path.join(directory.name, 'x.db')
        self.shelf = sqlite_pool.ConnectionPool(size=1)
        self.addCleanup(self.shelf.clear)

    def _connect(self):
        return self.shelf.connect(None, None, [self.path], {})

    def test_a_closed_connection_is_handed_out_again(self):
        first = self._connect()
        first.close()
        self.assertIs(first, self._connect())

    def test_what_was_not_committed_is_rolled_back(self):
        connection = self._connect()
        connection.execute('CREATE TABLE t (x)')
        connection.execute('INSERT INTO t VALUES (1)')
        connection.close()
        rows = self._connect().execute('SELECT * FROM t').fetchall()
        self.assertEqual([], rows)

    def test_more_than_fit_are_really_closed(self):
        first, second = self._connect(), self._connect()
        first.close()
        second.close()
        with self.assertRaisesRegex(Exception, 'closed'):
            second.execute('SELECT 1')

    def test_a_cleared_shelf_opens_anew(self):
        first = self._connect()
        first.close()
        self.shelf.clear()
        self.assertIsNot(first, self._connect())
