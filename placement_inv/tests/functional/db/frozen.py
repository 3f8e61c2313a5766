"""A server of a test's own whose processes can be stopped and continued."""

import contextlib
import os
import pathlib
import signal
import time
import unittest

import sqlalchemy as sa

from placement_inv import conf
from placement_inv import context
from placement_inv import deploy
from placement_inv.db import tables
from placement_inv.objects.placement import standard
from placement_inv.tests import servers
from placement_inv.tests.servers import variables

#: Options of short limits.
LIMITS = {
    'lock_timeout': 1,
    'statement_timeout': 2,
    'background_lock_timeout': 1,
    'background_statement_timeout': 2,
    'idle_transaction_timeout': 1,
}


@contextlib.contextmanager
def serving(backend, **options):
    """Give the services of an application, and the server of its database."""
    server = servers.SERVERS[backend]()
    with contextlib.ExitStack() as undo:
        try:
            undo.enter_context(server)
        except servers.NotInstalled as missing:
            if variables.in_ci():
                raise
            raise unittest.SkipTest(str(missing)) from missing
        url = server.url
        if backend == 'mariadb':
            engine = sa.create_engine(url, isolation_level='AUTOCOMMIT')
            with engine.connect() as connection:
                connection.exec_driver_sql('CREATE DATABASE test_frozen')
            engine.dispose()
            url = sa.make_url(url).set(database='test_frozen')
            url = url.render_as_string(hide_password=False)
        settings = conf.load(config_files=[])
        settings.set_override('auth_strategy', 'noauth2', 'api')
        for name, value in {**LIMITS, **options, 'connection': url}.items():
            settings.set_override(name, value, 'placement_database')
        services = deploy.services(settings)
        undo.callback(services.database.dispose)
        tables.metadata.create_all(services.database.engine)
        standard.sync(context.RequestContext(services))
        yield services, server


@contextlib.contextmanager
def stopped(server, services):
    """Stop the processes of a server, and those of its sessions, meanwhile."""
    # PostgreSQL has a process for each session.
    pids = [server.pid]
    if server.name == 'postgresql':
        with services.database.engine.connect() as connection:
            pids += connection.exec_driver_sql(
                'SELECT pid FROM pg_stat_activity'
            ).scalars()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    while not all(map(_is_stopped, pids)):
        time.sleep(0.01)
    try:
        yield
    finally:
        for pid in reversed(pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _is_stopped(pid):
    """Tell whether all threads of a process are stopped, or it has ended."""
    try:
        stats = [
            path.read_text()
            for path in pathlib.Path(f'/proc/{pid}/task').glob('*/stat')
        ]
    except OSError:
        return False
    # The state follows the name, which is in parentheses.
    return all(stat.rpartition(')')[2].split()[0] in 'TtZ' for stat in stats)
