"""The measured services, each with its own PostgreSQL database.

with services.database_server() as server:
    with services.placement_inv(server, directory) as ours:
        ours.client('placement 1.39').ask('GET', '/resource_providers')

A `Service` has the URL of its database in `database` (tests write rows
directly), its uWSGI server in `server`, and clients.
"""

from collections.abc import Iterator
import contextlib
import dataclasses
import os
import pathlib
import subprocess
import sys

import sqlalchemy as sa

from placement_inv.tests import servers
from placement_inv.tests.bench import client
from placement_inv.tests.bench import report
from placement_inv.tests.bench import uwsgi

_CHECKOUT = pathlib.Path(__file__).parents[3]

#: A longer request is ended and counts as one without a response.
PATIENCE = 60

_CONFIGURATION = """
[api]
auth_strategy = noauth2
# With http11-socket uWSGI passes a client's address for the first request of a
# connection, and 0.0.0.0 for those that follow.
noauth2_clients = 127.0.0.0/8, 0.0.0.0
[placement_database]
connection = {database}
sync_on_startup = True
"""


@dataclasses.dataclass
class Service:
    """One running service."""

    name: str
    database: str
    server: uwsgi.Server
    patience: int = PATIENCE

    def client(self, version: str, keep: bool = True) -> client.Client:
        """Return a client with the version header `version`.

        With `keep` it uses one connection, and so one process of the server,
        until it is closed.
        """
        return client.Client(
            self.server.address,
            {
                'X-Auth-Token': 'admin',
                'Accept': 'application/json',
                'OpenStack-API-Version': version,
            },
            # Requests wait for a free process.
            timeout=self.patience * 8,
            keep=keep,
        )

    @contextlib.contextmanager
    def connection(self) -> Iterator[sa.Connection]:
        """Yield a database connection that commits each statement."""
        engine = sa.create_engine(
            self.database,
            isolation_level='AUTOCOMMIT',
            poolclass=sa.NullPool,
        )
        with engine.connect() as connection:
            yield connection


def database_server() -> servers.PostgreSQL:
    """Return the server of all databases, a context manager."""
    return servers.PostgreSQL()


@contextlib.contextmanager
def placement_inv(
    server: servers.Server,
    directory: pathlib.Path,
    patience: int = PATIENCE,
    more: str = '',
    name: str = 'placement-inv',
    tree: pathlib.Path | None = None,
) -> Iterator[Service]:
    """Run this service; `more` is added to its configuration.

    `tree` is another checkout to run the code of.
    """
    with _start(
        name,
        'placement_inv.wsgi:application',
        'placement-inv.conf',
        server,
        directory,
        patience,
        more,
        lazy=False,
        tree=tree,
    ) as service:
        yield service


@contextlib.contextmanager
def earlier_commit(
    commit: str,
    server: servers.Server,
    directory: pathlib.Path,
    patience: int = PATIENCE,
) -> Iterator[Service]:
    """Run this service as it was at `commit`, in this environment.

    Raises `subprocess.CalledProcessError` if git does not know the commit.
    """
    tree = directory / 'tree'
    tree.mkdir()
    archive = subprocess.run(
        ['git', 'archive', commit, 'placement_inv'],
        check=True,
        cwd=_CHECKOUT,
        stdout=subprocess.PIPE,
    )
    subprocess.run(
        ['tar', '--extract', '--directory', str(tree)],
        check=True,
        input=archive.stdout,
    )
    with placement_inv(
        server, directory, patience, name=report.BEFORE, tree=tree
    ) as service:
        yield service


@contextlib.contextmanager
def openstack_placement(
    server: servers.Server,
    directory: pathlib.Path,
    patience: int = PATIENCE,
) -> Iterator[Service]:
    """Run OpenStack Placement as its development environment does."""
    with _start(
        'openstack-placement',
        'placement.wsgi.api:application',
        'placement.conf',
        server,
        directory,
        patience,
        '',
        # It opens connections while it is loaded, and its claims fail with
        # version 3 of the driver.
        lazy=True,
        driver='postgresql+psycopg2',
    ) as service:
        yield service


@contextlib.contextmanager
def _start(
    name,
    module,
    settings,
    server,
    directory,
    patience,
    more,
    lazy,
    driver='postgresql+psycopg',
    tree=None,
):
    service_directory = directory / name
    service_directory.mkdir()
    database = _make_database(server, name.replace('-', '_'))
    address = sa.make_url(database).set(drivername=driver)
    text = _CONFIGURATION.format(
        database=address.render_as_string(hide_password=False)
    )
    (service_directory / settings).write_text(text + more)
    environ = {'OS_PLACEMENT_CONFIG_DIR': str(service_directory)}
    if tree is not None:
        environ['PYTHONPATH'] = str(tree)
    if lazy:
        # Otherwise the processes would create the tables concurrently.
        _load_once(module, environ)
    with uwsgi.serve(
        module, service_directory, environ, patience, lazy=lazy
    ) as running_server:
        yield Service(name, database, running_server, patience)


def _load_once(module, environ):
    """Load an application in another process, which then ends."""
    subprocess.run(
        [sys.executable, '-c', f'import {module.partition(":")[0]}'],
        check=True,
        env=os.environ | environ,
        stderr=subprocess.DEVNULL,
    )


def _make_database(server, name):
    engine = sa.create_engine(
        server.url, isolation_level='AUTOCOMMIT', poolclass=sa.NullPool
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE {name}')
    url = sa.make_url(server.url).set(database=name)
    return url.render_as_string(hide_password=False)
