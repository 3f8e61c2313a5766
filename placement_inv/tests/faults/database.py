"""The database of a campaign, past the service and past the proxy."""

import contextlib
import os
import pathlib
import signal

import sqlalchemy as sa

from placement_inv.db import tables

_NAME = 'placement_inv_faults'

_CONNECTIONS = {
    'postgresql': 'SELECT pid FROM pg_stat_activity WHERE datname = :name '
    'AND pid <> pg_backend_pid()',
    'mariadb': 'SELECT id FROM information_schema.processlist '
    'WHERE db = :name AND id <> connection_id()',
}
_END = {
    'postgresql': 'SELECT pg_terminate_backend({})',
    'mariadb': 'KILL {}',
}


class Database:
    """A new database on a server that the campaign has started."""

    def __init__(self, server):
        self._server = server
        self._kind = server.name
        url = sa.make_url(server.url)
        self.port = url.port
        self._admin = sa.create_engine(
            url, isolation_level='AUTOCOMMIT', poolclass=sa.NullPool
        )
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE {_NAME}')
        self._url = url.set(database=_NAME)

    def make_url(self, port):
        """Return the URL of the database at the port of a proxy."""
        return self._url.set(port=port).render_as_string(hide_password=False)

    def end_connections(self, chance, fraction):
        """End some of the service's connections; return how many."""
        with self._admin.connect() as connection:
            ids = connection.scalars(
                sa.text(_CONNECTIONS[self._kind]), {'name': _NAME}
            ).all()
            chosen_ids = [
                number for number in ids if chance.random() < fraction
            ]
            for number in chosen_ids:
                # It may have ended by itself.
                with contextlib.suppress(sa.exc.DBAPIError):
                    connection.exec_driver_sql(_END[self._kind].format(number))
        return len(chosen_ids)

    def stop(self):
        """Stop all processes of the server until `resume`."""
        self._stopped = [self._server.pid, *_children(self._server.pid)]
        for pid in self._stopped:
            _send(pid, signal.SIGSTOP)

    def resume(self):
        """Let the server go on."""
        for pid in reversed(self._stopped):
            _send(pid, signal.SIGCONT)

    def count_jobs(self):
        """Return the number of jobs that are not final."""
        jobs = tables.jobs.jobs
        engine = sa.create_engine(self._url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return connection.scalar(
                sa.select(sa.func.count())
                .select_from(jobs)
                .where(jobs.c.status.in_(('queued', 'running')))
            )


def _children(pid):
    path = pathlib.Path(f'/proc/{pid}/task/{pid}/children')
    return [int(number) for number in path.read_text('ascii').split()]


def _send(pid, number):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
