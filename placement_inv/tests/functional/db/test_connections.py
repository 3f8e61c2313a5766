"""What is said about connections when a service starts."""

import logging

from placement_inv.db import connections
from placement_inv.tests.functional import base


@base.on_every_database
class TestAnnounce(base.DatabaseTest):
    def announced(self, processes):
        """Return the lines; the fence keeps `assertLogs` content."""
        with self.assertLogs('placement_inv.db', logging.INFO) as logs:
            connections.announce(self.database, processes)
            logging.getLogger('placement_inv.db').info('fence')
        return logs.output[:-1]

    def test_worst_case_is_told_unless_there_is_no_pool(self):
        lines = self.announced(4)
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

    def test_more_than_the_server_admits_is_a_warning(self):
        warned = [
            line for line in self.announced(1000) if line.startswith('WARNING')
        ]
        self.assertEqual(self.backend != 'sqlite', bool(warned), warned)
