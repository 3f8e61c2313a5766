"""`placement-inv db backup` and `db restore`: files of SQLite databases."""

import pathlib
import sys

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.cmd import data_directory
from placement_inv.cmd import settings
from placement_inv.cmd.failure import Failure
from placement_inv.db import migration
from placement_inv.db import sqlite_backup

#: Exit codes, as of all commands.
_WRONG_CONFIGURATION = 2
_UNUSABLE_DATABASE = 3

#: The tools of other databases: (backup, restore).
_TOOLS = {
    'postgresql': ('pg_dump -Fc', 'pg_restore'),
    'mysql': ('mariadb-dump --single-transaction', 'mariadb'),
}


def add_arguments(parser):
    """Add the arguments of these commands."""
    parser.add_argument('file', type=pathlib.Path, metavar='FILE')
    parser.add_argument(
        '--force',
        action='store_true',
        help='replace what exists; without it, the command refuses to',
    )


def back_up(options):
    """Copy the database to a file; return the exit code."""
    database = _find_database(options, 'backup')
    file = options.file.absolute()
    _require_another_file(file, database)
    if file.exists() and not options.force:
        raise Failure(f'{file} exists; --force replaces it')
    if file.exists() and not file.is_file():
        # Root could replace even a device.
        raise Failure(f'{file} is not a file')
    if not file.parent.is_dir():
        raise Failure(f'{file.parent} is not a directory')
    if not database.exists():
        raise Failure(f'{database} does not exist', _UNUSABLE_DATABASE)
    try:
        revision = sqlite_backup.read_revision(database)
        sqlite_backup.back_up(database, file, _Progress())
    except sqlite_backup.CopyFailed as error:
        raise Failure(error, _UNUSABLE_DATABASE) from error
    except OSError as error:
        raise _make_failure(error) from error
    print(f'{file}: {file.stat().st_size} bytes, revision {revision}')
    return 0


def restore(options):
    """Replace the database by the contents of a file; return the exit code."""
    database = _find_database(options, 'restore')
    file = options.file.absolute()
    try:
        _require_another_file(file, database)
        # Reading it creates a log.
        may_lack_writes = sqlite_backup.may_lack_writes(file)
        revision = _read_revision(file)
        if may_lack_writes:
            _print_warning(
                f'{file} was not written by `db backup`: if it was copied '
                'from a database in use, writes are missing in it'
            )
        if _has_content(database) and not options.force:
            raise Failure(f'{database} exists; --force replaces it')
        sqlite_backup.restore(file, database, _Progress())
    except sqlite_backup.CopyFailed as error:
        raise Failure(error) from error
    except OSError as error:
        raise _make_failure(error) from error
    print(f'{database}: restored, revision {revision}')
    if migration.is_known(revision) and revision != migration.head():
        print('Run `placement-inv db sync` before the service starts.')
    return 0


class _Progress:
    """Prints how much was copied, at most once for each tenth."""

    def __init__(self):
        self._tenths = 0

    def __call__(self, pages_done, pages):
        tenths = 10 * pages_done // max(1, pages)
        if tenths > self._tenths:
            self._tenths = tenths
            print(f'{tenths}0 % of {pages} pages', file=sys.stderr)


def _find_database(options, command):
    """Return the path of the configured database; Failure if it has none."""
    conf = settings.load(options)
    # Every file that is created is for this account only.
    data_directory.create(options.data_dir)
    url = sa.make_url(conf.placement_database.connection)
    backend = url.get_backend_name()
    if backend != 'sqlite':
        back_up_tool, restore_tool = _TOOLS.get(
            'mysql' if backend == 'mariadb' else backend, ('its own tool',) * 2
        )
        tool = back_up_tool if command == 'backup' else restore_tool
        raise Failure(
            f'`db {command}` is for SQLite; the database is {backend}: use '
            f'{tool}, as "Backups" in the documentation shows',
            _WRONG_CONFIGURATION,
        )
    if not url.database or url.database.startswith((':', 'file:')):
        raise Failure(
            '[placement_database]connection names no SQLite file',
            _WRONG_CONFIGURATION,
        )
    return pathlib.Path(url.database).absolute()


def _require_another_file(file, database):
    path = database.resolve()
    names = {
        path.with_name(path.name + suffix)
        for suffix in ('', '-wal', '-shm', '-journal')
    }
    if file.resolve() in names or (
        file.exists() and database.exists() and file.samefile(database)
    ):
        raise Failure(f'{file} is the database itself')


def _read_revision(file):
    """Return the revision of a file; Failure if this release is too old."""
    revision = sqlite_backup.read_revision(file)
    if revision is None:
        raise Failure(f'{file} is not a database of placement-inv')
    if not migration.is_known(revision):
        engine = sa.create_engine(
            f'sqlite:///{file.as_uri()}?mode=ro&uri=true',
            poolclass=sa.NullPool,
        )
        try:
            migration.require(engine)
        except exceptions.SchemaAhead as error:
            raise Failure(f'{file} is of a newer release. {error}') from error
    return revision


def _has_content(path):
    return path.exists() and path.stat().st_size > 0


def _make_failure(error):
    return Failure(f'cannot use {error.filename}: {error.strerror}')


def _print_warning(text):
    print(f'placement-inv: {text}', file=sys.stderr)
