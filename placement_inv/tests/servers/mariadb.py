"""Starts a MariaDB server."""

from placement_inv.tests.servers import programs
from placement_inv.tests.servers.server import Server

_DIRECTORIES = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec']

# The data is temporary, so no write waits for the disk.
_SETTINGS = {
    'bind-address': '127.0.0.1',
    'character-set-server': 'utf8mb4',
    # Debian's default, which ignores letter case.
    'collation-server': 'utf8mb4_general_ci',
    'default-time-zone': '+00:00',
    'innodb-buffer-pool-size': '64M',
    'innodb-doublewrite': '0',
    'innodb-flush-log-at-trx-commit': '0',
    'innodb-log-file-size': '16M',
    'max-connections': '120',
    'performance-schema': 'OFF',
    'skip-name-resolve': 'ON',
    'sync-binlog': '0',
}


class MariaDB(Server):
    """A server with a new data directory and one administrator."""

    name = 'mariadb'
    title = 'MariaDB'
    package = 'mariadb-server'
    accounts = ('mysql',)

    @property
    def url(self):
        return (
            f'mysql+pymysql://{self.user}:{self.password}'
            f'@127.0.0.1:{self.port}/mysql?charset=utf8mb4'
        )

    def require_programs(self):
        self._mariadbd = programs.find('mariadbd', _DIRECTORIES)
        if self._mariadbd is None:
            raise self._missing('mariadbd')
        self._install_db = programs.find('mariadb-install-db', _DIRECTORIES)
        if self._install_db is None:
            raise self._missing('mariadb-install-db')

    def _lay_out(self):
        self._run(
            self._install_db,
            '--no-defaults',
            f'--datadir={self.path("data")}',
            '--auth-root-authentication-method=normal',
            '--skip-name-resolve',
            '--skip-test-db',
            '--innodb-log-file-size=16M',
        )
        # One statement a line. Only this user can log in, with a password.
        self._write(
            'init.sql',
            f"CREATE OR REPLACE USER '{self.user}'@'127.0.0.1'"
            f" IDENTIFIED BY '{self.password}';\n"
            f"GRANT ALL ON *.* TO '{self.user}'@'127.0.0.1'"
            ' WITH GRANT OPTION;\n'
            f"DELETE FROM mysql.global_priv WHERE User = 'root';\n"
            'FLUSH PRIVILEGES;\n',
        )

    def _command(self):
        return [
            self._mariadbd,
            '--no-defaults',
            f'--datadir={self.path("data")}',
            f'--socket={self.path("socket")}',
            f'--pid-file={self.path("pid")}',
            f'--init-file={self.path("init.sql")}',
            f'--port={self.port}',
            *(f'--{name}={value}' for name, value in _SETTINGS.items()),
        ]
