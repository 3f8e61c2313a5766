"""Starts a PostgreSQL server."""

import signal

from placement_inv.tests.servers import programs
from placement_inv.tests.servers.server import Server

# The data is temporary, so no write waits for the disk.
_SETTINGS = {
    'autovacuum': 'off',
    'fsync': 'off',
    'full_page_writes': 'off',
    'listen_addresses': '127.0.0.1',
    'log_min_messages': 'log',
    'max_connections': '120',
    'max_wal_senders': '0',
    'shared_buffers': '32MB',
    'synchronous_commit': 'off',
    'timezone': 'UTC',
    'wal_level': 'minimal',
}


class PostgreSQL(Server):
    """A server with a new cluster and one superuser."""

    name = 'postgresql'
    title = 'PostgreSQL'
    package = 'postgresql'
    accounts = ('postgres',)
    # SIGTERM would wait until all clients disconnect.
    stop_signal = signal.SIGINT

    @property
    def url(self):
        return (
            f'postgresql+psycopg://{self.user}:{self.password}'
            f'@127.0.0.1:{self.port}/postgres'
        )

    def require_programs(self):
        self._postgres = programs.find(
            'postgres', ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin']
        )
        if self._postgres is None:
            raise self._missing('postgres')
        self._initdb = programs.find_sibling(self._postgres, 'initdb')
        if self._initdb is None:
            raise self._missing('initdb')

    def _lay_out(self):
        self._run(
            self._initdb,
            f'--pgdata={self.path("data")}',
            f'--username={self.user}',
            f'--pwfile={self._write("password", self.password)}',
            '--auth=password',
            '--encoding=UTF8',
            '--locale=C',
            # Letters of all languages have two cases, as in the databases
            # of deployers; with C only ASCII letters have.
            '--lc-ctype=C.UTF-8',
            '--no-sync',
        )

    def _command(self):
        return [
            self._postgres,
            '-D',
            self.path('data'),
            '-p',
            str(self.port),
            '-k',
            self.directory,
            *(f'--{name}={value}' for name, value in _SETTINGS.items()),
        ]
