"""The services that are measured, each on a PostgreSQL database of its own.

with services.database_server() as server:
    with services.placement_inv(server, directory) as ours:
        ours.client('placement 1.39').ask('GET', '/resource_providers')

A `Service` has the URL of its database in `database` (rows may be written
straight into it), its uWSGI in `served`, and clients.
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

#: A request that takes longer is ended; it counts as one without an answer.
PATIENCE = 60

_CONFIGURATION = """
[api]
auth_strategy = noauth2
# With http11-socket uWSGI tells a client's address for the first request of a
# connection, and 0.0.0.0 for those that follow.
noauth2_clients = 127.0.0.0/8, 0.0.0.0
[placement_database]
connection = {database}
sync_on_startup = True
"""


@dataclasses.dataclass
class Service:
    """One service that runs."""

    name: str
    database: str
    served: uwsgi.Served
    patience: int = PATIENCE

    def client(self, version: str, keep: bool = True) -> client.Client:
        """Return a client that asks at `version`.

        With `keep` it has one connection, and the process behind that, to
        itself until it is closed.
        """
        return client.Client(
            self.served.address,
            {
                'X-Auth-Token': 'admin',
                'Accept': 'application/json',
                'OpenStack-API-Version': version,
            },
            # Requests wait in line for a process that is free.
            timeout=self.patience * 8,
            keep=keep,
        )

    @contextlib.contextmanager
    def connection(self) -> Iterator[sa.Connection]:
        """Give a connection to the database that commits each statement."""
        engine = sa.create_engine(
            self.database,
            isolation_level='AUTOCOMMIT',
            poolclass=sa.NullPool,
        )
        with engine.connect() as connection:
            yield connection


def database_server() -> servers.PostgreSQL:
    """Return the server, a context manager, that all databases are on."""
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
    with _started(
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
    """Run OpenStack Placement, as its own development environment does."""
    with _started(
        'openstack-placement',
        'placement.wsgi.api:application',
        'placement.conf',
        server,
        directory,
        patience,
        '',
        # It opens connections while it is loaded, and takes no claims with
        # version 3 of the driver.
        lazy=True,
        driver='postgresql+psycopg2',
    ) as service:
        yield service


@contextlib.contextmanager
def _started(
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
    place = directory / name
    place.mkdir()
    database = _make_database(server, name.replace('-', '_'))
    address = sa.make_url(database).set(drivername=driver)
    text = _CONFIGURATION.format(
        database=address.render_as_string(hide_password=False)
    )
    (place / settings).write_text(text + more)
    environ = {'OS_PLACEMENT_CONFIG_DIR': str(place)}
    if tree is not None:
        environ['PYTHONPATH'] = str(tree)
    if lazy:
        # Else the processes would make the tables in a race.
        _load_once(module, environ)
    with uwsgi.served(module, place, environ, patience, lazy=lazy) as served:
        yield Service(name, database, served, patience)


def _load_once(module, environ):
    """Load an application in a process that ends then."""
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
