import unittest

from psycopg import errors as postgresql_errors
from psycopg import pq
from sqlalchemy import exc

from placement_inv import exceptions
from placement_inv.db import connection_errors


class TestLoggedLines(unittest.TestCase):
    def _log(self, driver_error):
        """Return the line of the log about an error of a statement."""
        error = exc.DBAPIError('INSERT', {'name': 'secret'}, driver_error)
        with (
            self.assertLogs(connection_errors.LOG) as logs,
            self.assertRaises(exceptions.Unavailable),
            connection_errors.outage_as_unavailable(),
        ):
            raise error
        (line,) = logs.output
        return line

    def test_details_of_postgresql_are_left_out(self):
        driver_error = postgresql_errors.lookup('57014')(
            'canceling statement\nDETAIL:  Failing row contains (secret).',
            info={pq.DiagnosticField.MESSAGE_PRIMARY: b'canceling statement'},
        )
        line = self._log(driver_error)
        self.assertIn('canceling statement', line)
        self.assertNotIn('secret', line)

    def test_a_message_without_diagnostics_is_one_line(self):
        driver_error = postgresql_errors.lookup('57014')('one\nanother')
        self.assertIn(': one another', self._log(driver_error))
