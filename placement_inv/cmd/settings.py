"""The configuration of a command: files, then what embedding implies."""

import os
import pathlib

from oslo_config import cfg
from oslo_log import log

from placement_inv import conf
from placement_inv.cmd import failure


def add_arguments(parser):
    """Add the arguments that all commands share."""
    parser.add_argument(
        '--config-file',
        action='append',
        metavar='FILE',
        help='read this configuration; may be given several times, later '
        'files win (default: the file in OS_PLACEMENT_CONFIG_DIR, if set)',
    )
    parser.add_argument(
        '--data-dir',
        type=pathlib.Path,
        metavar='DIR',
        default=_user_data_directory(),
        help='where the embedded database and the inventory sources live '
        '(default: %(default)s)',
    )


def load(arguments):
    """Return the configuration of a command, and set up its log.

    What no file sets suits one person on one machine: an SQLite database
    and inventory sources in the data directory, tokens that are believed.
    """
    files = arguments.config_file
    if files is None:
        files = conf.opts.files_from_environment(os.environ) or []
    try:
        settings = conf.load(config_files=files)
    except (cfg.Error, ValueError) as error:
        raise failure.Failure(f'bad configuration: {error}') from error
    directory = arguments.data_dir.expanduser().absolute()
    for (group, option), value in _embedded_defaults(directory).items():
        settings.set_default(option, value, group)
    # Two lines that alembic logs each time it is asked for the revision.
    settings.set_default(
        'default_log_levels',
        [*log.get_default_log_levels(), 'alembic.runtime.migration=WARNING'],
    )
    log.setup(settings, conf.PROJECT)
    return settings


def _embedded_defaults(directory):
    return {
        ('placement_database', 'connection'): _database(directory),
        ('placement_database', 'sync_on_startup'): True,
        ('api', 'auth_strategy'): 'noauth2',
        ('inventory_sources', 'file_roots'): [str(directory / 'sources')],
    }


def _database(directory):
    return f'sqlite:///{directory.expanduser().absolute()}/placement-inv.db'


def _user_data_directory():
    """Return the XDG Base Directory Specification's place for our data."""
    base = os.environ.get('XDG_DATA_HOME') or '~/.local/share'
    return pathlib.Path(base).expanduser() / 'placement-inv'
