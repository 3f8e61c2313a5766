"""A few tables and hosts to run filters against, on any database."""

import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql

from placement_inv import smartfilter
from placement_inv.smartfilter import compiler
from placement_inv.smartfilter import hops

METADATA = sa.MetaData()
_UTF8 = {'mysql_charset': 'utf8mb4', 'mysql_collate': 'utf8mb4_bin'}
_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
_MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), 'mysql', 'mariadb')


def _table(name, *columns):
    return sa.Table(f'filter_{name}', METADATA, *columns, **_UTF8)


INVENTORIES = _table(
    'inventories',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('name', sa.String(512), nullable=False),
    sa.Column('description', sa.Text, nullable=False),
)
HOSTS = _table(
    'hosts',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('inventory_id', sa.Integer, nullable=False),
    sa.Column('last_job_id', sa.Integer),
    sa.Column('name', sa.String(512), nullable=False),
    sa.Column('description', sa.Text, nullable=False),
    sa.Column('instance_id', sa.String(1024), nullable=False),
    sa.Column('note', sa.Text),
    sa.Column('enabled', sa.Boolean, nullable=False),
    sa.Column('variables', sa.Text, nullable=False),
    sa.Column('created', _MOMENT, nullable=False),
)
GROUPS = _table(
    'groups',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('inventory_id', sa.Integer, nullable=False),
    sa.Column('name', sa.String(512), nullable=False),
    sa.Column('description', sa.Text, nullable=False),
)
GROUP_HOSTS = _table(
    'group_hosts',
    sa.Column('group_id', sa.Integer, primary_key=True),
    sa.Column('host_id', sa.Integer, primary_key=True),
)
GROUP_CHILDREN = _table(
    'group_children',
    sa.Column('parent_id', sa.Integer, primary_key=True),
    sa.Column('child_id', sa.Integer, primary_key=True),
)
JOBS = _table(
    'jobs',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('name', sa.String(512), nullable=False),
)
FACTS = _table(
    'facts',
    sa.Column('host_id', sa.Integer, primary_key=True),
    sa.Column('facts', _JSON),
)


def _field(table, name, kind):
    return smartfilter.Field(name, kind, table.c[name])


def _common(table):
    return (
        _field(table, 'id', smartfilter.Kind.INTEGER),
        _field(table, 'name', smartfilter.Kind.TEXT),
        _field(table, 'description', smartfilter.Kind.TEXT),
    )


_SEARCH = ('name', 'description')
_PK = {'pk': 'id'}

HOST = smartfilter.Entity(
    'host',
    'Host',
    HOSTS,
    (
        *_common(HOSTS),
        _field(HOSTS, 'instance_id', smartfilter.Kind.TEXT),
        _field(HOSTS, 'note', smartfilter.Kind.TEXT),
        _field(HOSTS, 'enabled', smartfilter.Kind.BOOLEAN),
        _field(HOSTS, 'variables', smartfilter.Kind.TEXT),
        _field(HOSTS, 'created', smartfilter.Kind.DATETIME),
        smartfilter.Field(
            'name_length',
            smartfilter.Kind.INTEGER,
            lambda hosts: sa.func.char_length(hosts.c.name),
        ),
        smartfilter.Relation(
            'inventory',
            'inventory',
            hops.by_columns('inventory_id', INVENTORIES, 'id'),
        ),
        smartfilter.Relation(
            'last_job',
            'job',
            hops.by_columns('last_job_id', JOBS, 'id'),
        ),
        smartfilter.Relation(
            'groups',
            'group',
            hops.by_link(GROUP_HOSTS, 'host_id', 'group_id', GROUPS),
            search_names=('group',),
        ),
        smartfilter.Document(
            'ansible_facts',
            FACTS.c.facts,
            hops.by_columns('id', FACTS, 'host_id'),
            in_awx=True,
        ),
    ),
    _SEARCH,
    aliases=_PK,
)
INVENTORY = smartfilter.Entity(
    'inventory',
    'Inventory',
    INVENTORIES,
    (
        *_common(INVENTORIES),
        smartfilter.Relation(
            'hosts', 'host', hops.by_columns('id', HOSTS, 'inventory_id')
        ),
        smartfilter.Relation(
            'groups', 'group', hops.by_columns('id', GROUPS, 'inventory_id')
        ),
    ),
    _SEARCH,
    aliases=_PK,
)
GROUP = smartfilter.Entity(
    'group',
    'Group',
    GROUPS,
    (
        *_common(GROUPS),
        smartfilter.Relation(
            'inventory',
            'inventory',
            hops.by_columns('inventory_id', INVENTORIES, 'id'),
        ),
        smartfilter.Relation(
            'hosts',
            'host',
            hops.by_link(GROUP_HOSTS, 'group_id', 'host_id', HOSTS),
        ),
        smartfilter.Relation(
            'parents',
            'group',
            hops.by_link(GROUP_CHILDREN, 'child_id', 'parent_id', GROUPS),
        ),
        smartfilter.Relation(
            'children',
            'group',
            hops.by_link(GROUP_CHILDREN, 'parent_id', 'child_id', GROUPS),
        ),
    ),
    _SEARCH,
    aliases=_PK,
)
JOB = smartfilter.Entity(
    'job',
    'Job',
    JOBS,
    (
        _field(JOBS, 'id', smartfilter.Kind.INTEGER),
        _field(JOBS, 'name', smartfilter.Kind.TEXT),
        smartfilter.Field('extra_vars', smartfilter.Kind.TEXT, sensitive=True),
    ),
)
CATALOG = smartfilter.Catalog(HOST, (INVENTORY, GROUP, JOB))

ARR = [{'d': 'foobar', 'e': ['p', 'q']}, {'d': ['p']}, '{"d": "text"}', 7]
FACTS_OF = {
    'n01': {
        'a': True,
        'v': 7.4,
        'x': None,
        'lst': [1, 'one', True, None, [5]],
        'arr': ARR,
        'n': 3,
        'sp ace': 'q',
        'é"\\b': 'é"\\b',
        '😀': {'é': ['ß']},
        'big': 9007199254740993,
    },
    'n02': {
        'a': 'true',
        'v': '7.4',
        'x': '"null"',
        'lst': '1',
        'arr': {'d': 'foobar'},
        'n': '3',
        'big': 9007199254740992,
    },
    'n03': {'a': 'TRUE', 'n': 3.0, 'lst': {'0': 1}, '': 1, 'x': 'null'},
    'n04': {},
    'n05': ['not', 'an', 'object'],
}


def _host(number, name, **changes):
    row = {
        'id': number,
        'name': name,
        'inventory_id': 1,
        'last_job_id': None,
        'description': '',
        'instance_id': '',
        'note': None,
        'enabled': True,
        'variables': '',
        'created': datetime.datetime(2019, 12, 31, 23, 59, 59, 999999),
    }
    return row | changes


_NAMED = [
    ('n01', {'description': 'First 100%', 'note': 'x_y', 'last_job_id': 1}),
    ('n02', {'description': 'd', 'enabled': False}),
    ('n03', {'inventory_id': 2, 'variables': '{"rack": "r_1"}'}),
    ('n04', {'created': datetime.datetime(2020, 1, 1, 12)}),
    ('n05', {'instance_id': 'i-5'}),
    ('15', {}),
    ('true', {}),
    ('null', {}),
    ('and', {}),
    ('N01X', {}),
    ('n', {}),
    ('É t\u00e9', {'description': 'trailing '}),
    ('a b(c)', {'description': 'trailing'}),
]
HOST_ROWS = [
    _host(number, name, **changes)
    for number, (name, changes) in enumerate(_NAMED, start=1)
]
ROWS = {
    INVENTORIES: [
        {'id': 1, 'name': 'East', 'description': 'old'},
        {'id': 2, 'name': 'West', 'description': ''},
    ],
    JOBS: [{'id': 1, 'name': 'deploy'}],
    HOSTS: HOST_ROWS,
    GROUPS: [
        {'id': 1, 'inventory_id': 1, 'name': 'web', 'description': 'Front'},
        {'id': 2, 'inventory_id': 1, 'name': 'db tier', 'description': ''},
        {'id': 3, 'inventory_id': 1, 'name': 'all', 'description': ''},
    ],
    GROUP_HOSTS: [
        {'group_id': 1, 'host_id': 1},
        {'group_id': 1, 'host_id': 2},
        {'group_id': 2, 'host_id': 2},
        {'group_id': 3, 'host_id': 4},
    ],
    GROUP_CHILDREN: [
        {'parent_id': 3, 'child_id': 1},
        {'parent_id': 3, 'child_id': 2},
    ],
    FACTS: [
        {'host_id': number, 'facts': FACTS_OF[name]}
        for number, (name, _) in enumerate(_NAMED, start=1)
        if name in FACTS_OF
    ],
}


def checked(text, language=smartfilter.Language.AWX):
    """Parse and check a filter against the catalog of this world."""
    return smartfilter.check(smartfilter.parse(text, language), CATALOG)


def names(connection, text, language=smartfilter.Language.AWX):
    """List the names of the hosts that a filter finds."""
    condition = compiler.condition(checked(text, language))
    found = sa.select(HOSTS.c.name).where(condition).order_by(HOSTS.c.id)
    return list(connection.scalars(found))


def fill(connection):
    """Create the tables and put the rows in."""
    METADATA.drop_all(connection)
    METADATA.create_all(connection)
    for table, rows in ROWS.items():
        connection.execute(sa.insert(table), rows)


def sqlite_engine():
    """Give an engine on an empty SQLite database in memory."""
    engine = sa.create_engine('sqlite://', poolclass=sa.StaticPool)

    @sa.event.listens_for(engine, 'connect')
    def _teach(dbapi_connection, record):
        smartfilter.register_sqlite_functions(dbapi_connection)
        dbapi_connection.create_function('char_length', 1, len)

    return engine
