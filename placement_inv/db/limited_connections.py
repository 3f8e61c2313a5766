"""Sets the limits of new connections, database by database.

They are sent with the request to connect or right after it, so that
transactions do not send statements for them.
"""

import contextlib
import contextvars
import importlib

import sqlalchemy as sa

from placement_inv.db.limits import Limits

#: Drivers that take `connect_timeout`.
_TIMED_DRIVERS = ('psycopg', 'psycopg2', 'pymysql', 'mysqldb')
_SECONDS_TO_CONNECT = 5
#: The longest wait for a lock that MariaDB has; it has no value for "forever".
_LONGEST_WAIT = 100_000_000
#: When a connection to a machine that is gone counts as lost.
_KEEPALIVE = {
    'keepalives': 1,
    'keepalives_idle': 30,
    'keepalives_interval': 10,
    'keepalives_count': 3,
    # Milliseconds until what was sent has to be acknowledged.
    'tcp_user_timeout': 30_000,
}


#: True while connections are made that have no limits.
_is_unlimited = contextvars.ContextVar('is_unlimited', default=False)


@contextlib.contextmanager
def unlimited(engine):
    """Make the connections of an engine in the block without limits.

    For migrations, which may take hours. An SQLite database in memory has one
    connection only, and SQLite limits nothing but the wait for its lock.
    """
    if engine.dialect.name == 'sqlite':
        yield
        return
    token = _is_unlimited.set(True)
    engine.dispose()
    try:
        yield
    finally:
        _is_unlimited.reset(token)
        engine.dispose()


def listen(engine, limits):
    """Limit the new connections of an engine to a server."""
    driver = engine.dialect.driver
    if driver in _TIMED_DRIVERS:
        sa.event.listen(engine, 'do_connect', _limit_time_to_connect)
    if driver in ('psycopg', 'psycopg2'):
        _Listener(limits).listen_on_postgresql(engine)
    elif engine.dialect.name in ('mysql', 'mariadb'):
        _Listener(limits).listen_on_mysql(engine)


def _limit_time_to_connect(_dialect, _record, _arguments, options):
    # A host that is down does not refuse a connection. It never answers.
    options.setdefault('connect_timeout', _SECONDS_TO_CONNECT)


class _Listener:
    """Listeners of an engine's events, which know the limits."""

    def __init__(self, limits):
        self._usual = limits

    @property
    def _limits(self):
        if _is_unlimited.get():
            return Limits(by_role=self._usual.by_role)
        return self._usual

    def listen_on_postgresql(self, engine):
        sa.event.listen(engine, 'do_connect', self._add_settings)
        if engine.dialect.driver == 'psycopg':
            sa.event.listen(engine, 'do_connect', self._connect_with_psycopg)

    def listen_on_mysql(self, engine):
        sa.event.listen(engine, 'do_connect', self._add_timeouts)
        if engine.dialect.driver == 'pymysql':
            sa.event.listen(engine, 'do_connect', self._connect_with_pymysql)
        sa.event.listen(engine, 'connect', self._set_up_mysql)

    def _add_settings(self, _dialect, _record, _arguments, options):
        for name, value in _KEEPALIVE.items():
            options.setdefault(name, value)
        if self._limits.by_role:
            return
        settings = {
            # Regardless of the server's defaults for other applications.
            'default_transaction_isolation': 'read\\ committed',
            # Compiling a statement takes longer than executing it.
            'jit': 'off',
            'lock_timeout': _milliseconds(self._limits.lock),
            'statement_timeout': _milliseconds(self._limits.statement),
            'idle_in_transaction_session_timeout': _milliseconds(
                self._limits.idle_transaction
            ),
        }
        own = ' '.join(f'-c {name}={text}' for name, text in settings.items())
        # Of two settings the later one counts: that of the URL.
        options['options'] = f'{own} {options.get("options", "")}'.strip()

    def _connect_with_psycopg(self, _dialect, _record, arguments, options):
        module = importlib.import_module('placement_inv.db.psycopg_connection')
        return module.connect(self._limits.answer, arguments, options)

    def _add_timeouts(self, _dialect, _record, _arguments, options):
        if self._limits.answer:
            options.setdefault('read_timeout', self._limits.answer)
            options.setdefault('write_timeout', self._limits.answer)

    def _connect_with_pymysql(self, _dialect, _record, arguments, options):
        module = importlib.import_module('placement_inv.db.pymysql_connection')
        return module.connect(arguments, options)

    def _set_up_mysql(self, connection, _record):
        with connection.cursor() as cursor:
            cursor.execute('SELECT VERSION()')
            (version,) = cursor.fetchone()
            # As on PostgreSQL, a statement sees what was committed before it.
            # What is read after taking a row's lock is thus the newest.
            cursor.execute(
                'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'
            )
            settings = {
                # MySQL's default would cut texts joined from many rows after
                # 1024 bytes.
                'group_concat_max_len': 1048576,
                **self._settings_of_mysql('mariadb' in version.lower()),
            }
            assignments = (
                f'SESSION {name} = {settings[name]}' for name in settings
            )
            cursor.execute(f'SET {", ".join(assignments)}')
            # On MySQL, filters replace it by their own limit for a moment.
            limit = settings.get('max_execution_time', 0)
            if limit:
                cursor.execute(f'SET @placement_inv_limit = {limit}')

    def _settings_of_mysql(self, is_mariadb):
        limits = self._limits
        if limits.by_role:
            return {}
        settings = {'innodb_lock_wait_timeout': limits.lock or _LONGEST_WAIT}
        if is_mariadb:
            return settings | {
                'max_statement_time': limits.statement,
                'idle_transaction_timeout': limits.idle_transaction,
            }
        # MySQL limits no statement that writes and no transaction.
        return settings | {
            'max_execution_time': _milliseconds(limits.statement)
        }


def _milliseconds(seconds):
    return seconds * 1000
