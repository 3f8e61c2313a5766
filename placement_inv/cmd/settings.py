"""Configuration of the commands: files, and what a data directory adds."""

import os
import pathlib

from oslo_config import cfg
from oslo_log import log
import sqlalchemy as sa

from placement_inv import conf
from placement_inv.cmd.failure import Failure

#: One line each; of the context of a request only its ids.
_LOG_FORMAT = '%(asctime)s %(levelname)s %(message)s'
_REQUEST_FORMAT = (
    '%(asctime)s %(levelname)s [%(global_request_id)s %(request_id)s] '
    '%(message)s'
)

#: What libraries tell about their work is of no use to who runs this one.
_QUIET = [
    'alembic=WARN',
    'oslo_db=WARN',
    'waitress=WARN',
    # It tells of every request that finds all threads busy.
    'waitress.queue=ERROR',
]


def add_arguments(parser):
    """Add the options that every command has."""
    parser.add_argument(
        '--config-file',
        action='append',
        dest='config_files',
        metavar='FILE',
        help='configuration file; may be given several times, later ones '
        'go before earlier ones (default: placement-inv.conf, or else '
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
    """Return the configuration that the options of a command ask for.

    Without a configuration file the caller is somebody who tries the
    service out: tokens are then believed, on the loopback interface only.
    """
    files = options.config_files or conf.opts.usual_files(environ)
    try:
        settings = conf.load(config_files=files)
    except (cfg.Error, OSError, UnicodeError) as error:
        raise Failure(f'configuration: {error}', status=2) from error
    if not files:
        settings.set_default('auth_strategy', 'noauth2', 'api')
    _add_data_directory(settings, options.data_dir.absolute())
    return settings


def start_logging(settings):
    """Send the log to stderr, unless the configuration sends it elsewhere."""
    settings.set_default('use_stderr', True)
    settings.set_default('logging_default_format_string', _LOG_FORMAT)
    settings.set_default('logging_context_format_string', _REQUEST_FORMAT)
    levels = [*settings.default_log_levels, *_QUIET]
    settings.set_default('default_log_levels', levels)
    log.setup(settings, conf.PROJECT)


def _add_data_directory(settings, directory):
    if not settings.placement_database.connection:
        # Nobody else looks after this one.
        settings.set_default('sync_on_startup', True, 'placement_database')
    url = sa.URL.create('sqlite', database=str(directory / 'placement-inv.db'))
    for group, name, value in (
        ('placement_database', 'connection', str(url)),
        ('inventory_sources', 'file_roots', [str(directory / 'sources')]),
    ):
        if not settings[group][name]:
            settings.set_default(name, _literal(value), group)


def _literal(value):
    """Return `value` so that oslo.config puts no variable into it."""
    if isinstance(value, list):
        return [_literal(item) for item in value]
    return value.replace('$', '$$')
