"""Access to the database of a deployment, past the service."""

import contextlib

import sqlalchemy as sa

from placement_inv.db import tables

#: Tables that are filled at the start; processes cache their ids.
_STANDARD = ('resource_classes', 'traits')
#: Processes cache the ids of users, too.
_USERS = ('api_users',)


class DeployedDatabase:
    """A PostgreSQL database that a running service uses."""

    def __init__(self, url):
        self.url = url
        self._engine = sa.create_engine(
            url, isolation_level='AUTOCOMMIT', poolclass=sa.NullPool
        )

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._engine.dispose()

    @property
    def port(self):
        """The port of the database's server."""
        return self._engine.url.port

    def empty(self, keep_users):
        """Delete all rows that were created after the first start."""
        kept_tables = _STANDARD + (_USERS if keep_users else ())
        others = [
            name for name in tables.metadata.tables if name not in kept_tables
        ]
        with self._engine.connect() as connection:
            connection.exec_driver_sql(
                f'TRUNCATE {", ".join(others)} RESTART IDENTITY CASCADE'
            )
            for name in _STANDARD:
                connection.exec_driver_sql(
                    rf"DELETE FROM {name} WHERE name LIKE 'CUSTOM\_%%'"
                )

    @contextlib.contextmanager
    def lock_table(self, table):
        """Lock a table while the block runs, so that readers wait."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql('BEGIN')
            connection.exec_driver_sql(
                f'LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE'
            )
            yield
            connection.exec_driver_sql('ROLLBACK')

    def count_waiting(self):
        """Count the connections that wait for a lock."""
        with self._engine.connect() as connection:
            return connection.exec_driver_sql(
                'SELECT count(*) FROM pg_stat_activity WHERE '
                "datname = current_database() AND wait_event_type = 'Lock'"
            ).scalar_one()

    def count(self, table):
        """Count the rows of a table."""
        with self._engine.connect() as connection:
            return connection.exec_driver_sql(
                f'SELECT count(*) FROM {table}'
            ).scalar_one()
