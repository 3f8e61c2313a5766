"""Measures what the limits of tenants cost, in one process.

There are 10,000 hosts in 100 organizations of as many projects. Two
applications read them by turns from one database: one with limits, and one
whose policy makes every caller an administrator, whose statements have none.
The ratio of two requests in sequence does not depend on other work of the
machine, as their times do; its median over many pairs is compared.
"""

import contextlib
import dataclasses
import gc
import pathlib
import statistics
import tempfile
import time
import urllib.parse

import sqlalchemy as sa
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.db import collation
from placement_inv.db import tables
from placement_inv.tests import servers
from placement_inv.tests.bench import tenants_world
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import statements

NAME = 'tenants'
#: The most that a page with limits takes, as a multiple of one without.
MOST = 1.05

_VERSION = 'host-inventory latest'
_UNLIMITED = '"host_inventory:admin_api": "@"\n'
_WARMING = 5
#: A ratio is the median of at least so many pairs.
_PAIRS = 15
#: The organization whose member reads; its hosts are in the middle.
_ONE = 50

#: Kinds of callers: users and projects.
_MEMBER = f'someone:{tenants_world.project(_ONE)}'
_TEAM_MEMBER = f'{tenants_world.TEAM_MEMBER}:none'
_MEMBER_OF_ALL = f'someone:{tenants_world.COMMON_PROJECT}'


class WrongAnswer(Exception):
    """An application answered with an error, or both differently."""


@dataclasses.dataclass(frozen=True)
class Row:
    """A request to both applications."""

    caller: str
    label: str
    path: str
    #: Whether both answer with the same rows.
    is_same: bool = True


@dataclasses.dataclass(frozen=True)
class Result:
    """Medians of one row, in milliseconds, and of the ratios of pairs."""

    row: Row
    limited: float
    unlimited: float
    ratio: float
    #: The ratio of this process's processor time.
    ratio_of_busy: float
    #: The numbers of statements.
    statements: tuple[int, int]

    @property
    def misses(self):
        """The missed targets, as text."""
        misses = []
        if self.ratio > MOST:
            misses.append(f'{self.ratio:.3f} > {MOST}')
        if self.statements[0] != self.statements[1]:
            misses.append('{} statements, {} without'.format(*self.statements))
        return misses

    def line(self):
        """Return the line for the terminal."""
        return (
            f'  {self.row.label:42} {self.limited:8.2f} ms'
            f' {self.unlimited:8.2f} ms without'
            f' {self.ratio:6.3f} ({self.ratio_of_busy:.3f} busy)'
            f' {self.statements[0]:3} SQL {"; ".join(self.misses)}'
        ).rstrip()


class Side:
    """One application in this process."""

    def __init__(self, url, policy_file):
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        settings.set_override('auth_strategy', 'noauth2', 'api')
        settings.set_override('policy_file', str(policy_file), 'oslo_policy')
        services = deploy.services(settings)
        self._application = deploy.loadapp(settings, services)
        self.engine = services.database.engine
        self.close = services.database.dispose

    def answer(self, row):
        """Return (the response, its seconds, those of the processor)."""
        request = webob.Request.blank(row.path)
        request.headers['X-Auth-Token'] = row.caller
        request.headers['X-Roles'] = 'member,reader'
        request.headers['OpenStack-API-Version'] = _VERSION
        start, busy = time.perf_counter(), time.process_time()
        response = request.get_response(self._application)
        busy = time.process_time() - busy
        seconds = time.perf_counter() - start
        if response.status_int != 200:
            raise WrongAnswer(f'{row}: {response.status} {response.text}')
        return response, seconds, busy


def add_arguments(parser):
    """Add the arguments that only this measurement has."""
    parser.add_argument(
        '--backends',
        type=lambda text: text.split(','),
        default=['sqlite', 'postgresql'],
        metavar='NAME,NAME',
        help='databases for tenants (default: sqlite,postgresql)',
    )


def main(options):
    """Print a table for each backend; return 1 if a target is missed."""
    results = []
    for backend in options.backends:
        for hosts in options.sizes:
            results += _measure_all(backend, hosts, options)
    bad_results = [each for each in results if each.misses]
    print(f'{len(results)} rows, {len(bad_results)} miss a target')
    return 1 if bad_results else 0


def _measure_all(backend, hosts, options):
    with contextlib.ExitStack() as undo:
        url = undo.enter_context(_empty_database(backend))
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        tables.metadata.create_all(engine)
        with engine.begin() as connection:
            collation.make_exact(connection)
            tenants_world.load(connection, hosts)
        engine = engine.execution_options(isolation_level='AUTOCOMMIT')
        sides = []
        for name, text in (('limited', ''), ('unlimited', _UNLIMITED)):
            path = pathlib.Path(directory, f'{name}.yaml')
            path.write_text(text)
            sides.append(Side(url, path))
            undo.callback(sides[-1].close)
        for title, rows, prepare in (
            ('a project of one organization', _rows_of_one(hosts), None),
            (
                'a project of one organization, and the rows of all without',
                _rows_of_all(_MEMBER, is_same=False),
                None,
            ),
            (
                'a team with all organizations',
                _rows_of_all(_TEAM_MEMBER),
                None,
            ),
            (
                'a project of all organizations',
                _rows_of_all(_MEMBER_OF_ALL),
                tenants_world.bind_all,
            ),
        ):
            print(f'{hosts:,} hosts on {backend}, {title}')
            with engine.connect() as connection:
                if prepare is not None:
                    prepare(connection)
                _analyze(connection)
            for row in rows:
                if options.only in row.label:
                    result = _measure(row, sides, options.seconds)
                    print(result.line(), flush=True)
                    yield result


@contextlib.contextmanager
def _empty_database(backend):
    if backend == 'sqlite':
        with database.empty_database(backend, 'tenants') as url:
            yield url
        return
    with servers.SERVERS[backend]() as server:
        engine = sa.create_engine(
            server.url, isolation_level='AUTOCOMMIT', poolclass=sa.NullPool
        )
        with engine.connect() as connection:
            connection.exec_driver_sql('CREATE DATABASE tenants')
        url = sa.make_url(server.url).set(database='tenants')
        yield url.render_as_string(hide_password=False)


def _analyze(connection):
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql('VACUUM ANALYZE')
    elif connection.dialect.name == 'sqlite':
        connection.exec_driver_sql('ANALYZE')
    else:
        names = ', '.join(tables.metadata.tables)
        connection.exec_driver_sql(f'ANALYZE TABLE {names}')


def _measure(row, sides, seconds):
    """Return the Result of a row, after pairs of requests for some time."""
    counts, contents = [], []
    for side in sides:
        for _ in range(_WARMING):
            side.answer(row)
        with statements.count_statements(side.engine) as counter:
            response, _seconds, _busy = side.answer(row)
        counts.append(len(counter.statements))
        contents.append(_content(response))
    if row.is_same and contents[0] != contents[1]:
        raise WrongAnswer(f'{row}: {contents}')
    pairs = []
    until = time.monotonic() + seconds
    gc.collect()
    while len(pairs) < _PAIRS or time.monotonic() < until:
        # Each side is the first one of every other pair.
        turn = len(pairs) % 2
        times = {}
        for side in sides[::-1] if turn else sides:
            times[side] = side.answer(row)[1:]
        pairs.append([times[side] for side in sides])
    return Result(
        row,
        statistics.median(limited[0] for limited, _ in pairs) * 1000,
        statistics.median(unlimited[0] for _, unlimited in pairs) * 1000,
        *(
            statistics.median(
                limited[place] / unlimited[place]
                for limited, unlimited in pairs
            )
            for place in (0, 1)
        ),
        tuple(counts),
    )


def _content(response):
    """Return what both applications have to say: ids and counts."""
    document = response.json
    if 'results' in document:
        return document.get('count'), [r['id'] for r in document['results']]
    return document.get('id'), sorted(document)


def _rows_of_one(hosts):
    """Return requests of a member for rows of its own organization."""
    host = hosts // tenants_world.ORGANIZATIONS * _ONE - 1
    group = tenants_world.GROUPS * (_ONE - 1) + 1
    inventory = f'/api/v2/inventories/{_ONE}'
    listing = f'/api/v2/hosts/?inventory={_ONE}'
    paths = {
        'one host': f'/api/v2/hosts/{host}/',
        'one inventory': f'{inventory}/',
        'hosts of an inventory, page of 25': (
            f'{inventory}/hosts/?page_size=25'
        ),
        'hosts of an inventory, page of 200': (
            f'{inventory}/hosts/?page_size=200'
        ),
        'hosts of a group': f'/api/v2/groups/{group}/hosts/',
        'hosts by inventory, page of 25': f'{listing}&page_size=25',
        'hosts by inventory, page of 200': f'{listing}&page_size=200',
        'hosts by inventory, count': f'{listing}&page_size=1',
        'host_filter by inventory and group': _search(
            f'inventory__id={_ONE} and groups__name=group001'
        ),
        'inventories of an organization': (
            f'/api/v2/organizations/{_ONE}/inventories/'
        ),
        'script with hostvars': f'{inventory}/script/?hostvars=1',
    }
    return [Row(_MEMBER, label, path) for label, path in paths.items()]


def _rows_of_all(caller, is_same=True):
    """Return requests for the rows of every organization."""
    paths = {
        'hosts, page of 25': '/api/v2/hosts/?page_size=25',
        'hosts, page of 200': '/api/v2/hosts/?page_size=200',
        'hosts, count': '/api/v2/hosts/?page_size=1',
        'host_filter by name, page of 200': _search('name__icontains=host001'),
        'host_filter by group, page of 25': _search(
            'groups__name=group001', 25
        ),
        'host_filter by fact, page of 25': _search(
            'ansible_facts__ansible_processor_vcpus=8', 25
        ),
        'inventories, page of 200': '/api/v2/inventories/?page_size=200',
        'groups, page of 200': '/api/v2/groups/?page_size=200',
    }
    return [Row(caller, label, path, is_same) for label, path in paths.items()]


def _search(text, size=200):
    query = {'page_size': size, 'host_filter': text}
    return f'/api/v2/hosts/?{urllib.parse.urlencode(query)}'
