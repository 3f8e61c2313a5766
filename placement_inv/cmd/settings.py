"""Configuration of the commands: files, defaults of the data directory."""

import os
import pathlib

from oslo_log import log
import sqlalchemy as sa

from placement_inv import conf
from placement_inv import startup_checks
from placement_inv.cmd.failure import Failure

#: Of the context of a request, lines contain only the ids.
_LOG_FORMAT = '%(asctime)s %(levelname)s %(message)s'
_REQUEST_FORMAT = (
    '%(asctime)s %(levelname)s [%(global_request_id)s %(request_id)s] '
    '%(message)s'
)

#: Lines of libraries below these levels do not help to run the service.
_QUIET = [
    'alembic=WARN',
    'oslo_db=WARN',
    'waitress=WARN',
    # It logs a warning for every request that waits for a thread.
    'waitress.queue=ERROR',
]


def add_arguments(parser):
    """Add the options that every command has."""
    parser.add_argument(
        '--config-file',
        action='append',
        dest='config_files',
        metavar='FILE',
        help='configuration file; may be given several times, values in later '
        'files override earlier ones (default: placement-inv.conf, or else '
        'placement.conf, in the directory that OS_PLACEMENT_CONFIG_DIR names '
        'or, without it, below /etc)',
    )
    parser.add_argument(
        '--data-dir',
        type=pathlib.Path,
        default=default_data_directory(os.environ),
        metavar='DIR',
        help='directory for the SQLite database, unless another database is '
        'configured, and for inventory sources (default: %(default)s)',
    )


def default_data_directory(environ):
    """Return the user's data directory for this service."""
    home = environ.get('XDG_DATA_HOME') or '~/.local/share'
    return pathlib.Path(home).expanduser() / conf.PROJECT


def load(options, environ=os.environ):
    """Return the configuration of a command's options; raise Failure.

    Without a configuration file the service is for a trial: noauth2, on the
    loopback interface only.
    """
    return _load(conf.load, options, environ)


def read(options, environ=os.environ):
    """Return the same without a check of the values."""
    return _load(conf.read, options, environ)


def require(settings, checks):
    """Raise Failure if `startup_checks` find that the values cannot work."""
    try:
        startup_checks.require(settings, *checks)
    except conf.InvalidConfiguration as error:
        raise _make_failure(error) from None


def _load(load_files, options, environ):
    files = options.config_files or conf.opts.find_files(environ)
    try:
        settings = load_files(config_files=files)
    except conf.InvalidConfiguration as error:
        raise _make_failure(error) from None
    if not files:
        settings.set_default('auth_strategy', 'noauth2', 'api')
    _add_data_directory(settings, options.data_dir.absolute())
    return settings


def _make_failure(error):
    return Failure(f'configuration: {error}', status=2)


def start_logging(settings):
    """Log to stderr, unless the configuration has another target."""
    settings.set_default('use_stderr', True)
    settings.set_default('logging_default_format_string', _LOG_FORMAT)
    settings.set_default('logging_context_format_string', _REQUEST_FORMAT)
    levels = [*settings.default_log_levels, *_QUIET]
    settings.set_default('default_log_levels', levels)
    log.setup(settings, conf.PROJECT)


def _add_data_directory(settings, directory):
    if not settings.placement_database.connection:
        # No administrator migrates the database in a data directory.
        settings.set_default('sync_on_startup', True, 'placement_database')
    url = sa.URL.create('sqlite', database=str(directory / 'placement-inv.db'))
    for group, name, value in (
        ('placement_database', 'connection', str(url)),
        ('inventory_sources', 'file_roots', [str(directory / 'sources')]),
    ):
        if not settings[group][name]:
            settings.set_default(name, _literal(value), group)


def _literal(value):
    """Escape `value`, so that oslo.config substitutes no variables in it."""
    if isinstance(value, list):
        return [_literal(item) for item in value]
    return value.replace('$', '$$')
