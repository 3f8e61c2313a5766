"""A few tables and their catalog, to run filters on any database."""

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql

from placement_inv import smartfilter
from placement_inv.smartfilter import joins
from placement_inv.smartfilter import sql

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
    sa.Column('parsed', _JSON),
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


def _select_sample(backend, name):
    hosts = HOSTS.alias()
    return sa.select(hosts.c.id, hosts.c.parsed.label('document')).where(
        backend.has_member(hosts.c.parsed, name)
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
            'twice_id',
            smartfilter.Kind.INTEGER,
            lambda hosts: hosts.c.id * 2,
        ),
        smartfilter.Relation(
            'inventory',
            'inventory',
            joins.by_columns('inventory_id', INVENTORIES, 'id'),
        ),
        smartfilter.Relation(
            'last_job',
            'job',
            joins.by_columns('last_job_id', JOBS, 'id'),
        ),
        smartfilter.Relation(
            'groups',
            'group',
            joins.by_link(GROUP_HOSTS, 'host_id', 'group_id', GROUPS),
            search_names=('group',),
        ),
        smartfilter.Relation(
            'all_groups',
            'group',
            joins.by_link(GROUP_HOSTS, 'host_id', 'group_id', GROUPS),
            below=joins.by_link(
                GROUP_CHILDREN, 'parent_id', 'child_id', GROUPS
            ),
        ),
        smartfilter.Document('variables', HOSTS.c.parsed),
        smartfilter.Document('effective_variables', choose=_select_sample),
        smartfilter.Document(
            'ansible_facts',
            FACTS.c.facts,
            joins.by_columns('id', FACTS, 'host_id'),
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
            'hosts', 'host', joins.by_columns('id', HOSTS, 'inventory_id')
        ),
        smartfilter.Relation(
            'groups', 'group', joins.by_columns('id', GROUPS, 'inventory_id')
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
            joins.by_columns('inventory_id', INVENTORIES, 'id'),
        ),
        smartfilter.Relation(
            'hosts',
            'host',
            joins.by_link(GROUP_HOSTS, 'group_id', 'host_id', HOSTS),
        ),
        smartfilter.Relation(
            'parents',
            'group',
            joins.by_link(GROUP_CHILDREN, 'child_id', 'parent_id', GROUPS),
        ),
        smartfilter.Relation(
            'children',
            'group',
            joins.by_link(GROUP_CHILDREN, 'parent_id', 'child_id', GROUPS),
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


def resolve(text, language=smartfilter.Language.AWX):
    """Return the ResolvedFilter of a text and the catalog."""
    return smartfilter.resolve(smartfilter.parse(text, language), CATALOG)


def names(connection, text, language=smartfilter.Language.AWX):
    """Return the names of the hosts that match a filter, by id."""
    condition = sql.condition(resolve(text, language))
    select = sa.select(HOSTS.c.name).where(condition).order_by(HOSTS.c.id)
    return list(connection.scalars(select))


def create(connection):
    """Create the tables, after dropping those of an earlier test."""
    METADATA.drop_all(connection)
    METADATA.create_all(connection)


def fill(connection, contents):
    """Replace the rows of the tables."""
    for table, rows in contents.items():
        connection.execute(sa.delete(table))
        if rows:
            connection.execute(sa.insert(table), rows)


def sqlite_engine():
    """Return an engine on an empty SQLite database in memory."""
    engine = sa.create_engine('sqlite://', poolclass=sa.StaticPool)

    @sa.event.listens_for(engine, 'connect')
    def _register(dbapi_connection, record):
        smartfilter.register_sqlite_functions(dbapi_connection)

    return engine
