"""The log lines about connections at the start of a service."""

import logging

from placement_inv.db import connections
from placement_inv.tests.functional import base


@base.on_every_database
class TestAnnounce(base.DatabaseTest):
    def announce(self, processes):
        """Return the logged lines; `assertLogs` needs the last one."""
        with self.assertLogs('placement_inv.db', logging.INFO) as logs:
            connections.announce(self.database, processes)
            logging.getLogger('placement_inv.db').info('last line')
        return logs.output[:-1]

    def test_largest_number_is_logged_except_for_sqlite(self):
        lines = self.announce(4)
        if self.backend == 'sqlite':
            self.assertEqual([], lines)
        else:
            self.assertEqual(
                [
                    'INFO:placement_inv.db.connections:At most 60 database '
                    'connections: 15 for each of 4 processes'
                ],
                lines,
            )

    def test_more_than_the_server_allows_is_a_warning(self):
        warnings = [
            line for line in self.announce(1000) if line.startswith('WARNING')
        ]
        self.assertEqual(self.backend != 'sqlite', bool(warnings), warnings)
