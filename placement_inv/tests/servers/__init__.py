"""Database servers that the tests start for themselves and end again."""

from placement_inv.tests.servers.mariadb import MariaDB
from placement_inv.tests.servers.postgresql import PostgreSQL
from placement_inv.tests.servers.server import NotInstalled
from placement_inv.tests.servers.server import Server

#: Every server that the tests know to start, by the name of its backend.
SERVERS = {server.name: server for server in (PostgreSQL, MariaDB)}

__all__ = ('SERVERS', 'MariaDB', 'NotInstalled', 'PostgreSQL', 'Server')
