"""Database servers that the tests start and stop."""

from placement_inv.tests.servers.mariadb import MariaDB
from placement_inv.tests.servers.postgresql import PostgreSQL
from placement_inv.tests.servers.server import NotInstalled
from placement_inv.tests.servers.server import Server

#: {name of the backend: server class}.
SERVERS = {server.name: server for server in (PostgreSQL, MariaDB)}

__all__ = ('SERVERS', 'MariaDB', 'NotInstalled', 'PostgreSQL', 'Server')
