"""Copies SQLite databases whole, also while other processes write.

Copying the file alone loses what is in the write-ahead log beside it, and may
mix pages of several transactions.
"""

import contextlib
import os
import pathlib
import sqlite3
import tempfile

#: Pages that are copied between two reports of the progress.
_PAGES = 1024
#: Seconds to wait for locks of others: a reader waits for a checkpoint.
_SECONDS_TO_READ = 15
#: A database in use is locked for as long as the process runs.
_SECONDS_TO_REPLACE = 1
_MAGIC = b'SQLite format 3\x00'


class CopyFailed(Exception):
    """A database could not be copied; the text says why.

    The target is as it was before.
    """


def read_revision(path):
    """Return the schema's revision of a database file, None without one.

    Raises CopyFailed if the file is no SQLite database.
    """
    if not _has_magic(path):
        raise CopyFailed(f'{path} is not an SQLite database')
    with _errors_as_copy_failed(path), _open_to_read(path) as connection:
        try:
            row = connection.execute(
                'SELECT version_num FROM alembic_version'
            ).fetchone()
        except sqlite3.OperationalError as error:
            if 'no such table' in str(error):
                return None
            raise
    return row and row[0]


def may_lack_writes(path):
    """Tell whether a file has a write-ahead log that is not beside it.

    The two bytes of the header are 1 in a file that `back_up` has written.
    """
    with open(path, 'rb') as file:
        header = file.read(20)
    return header[18:20] == b'\x02\x02' and not _log(path).exists()


def back_up(database, target, report):
    """Copy a database, as it is at this moment, to the file `target`.

    The file replaces an existing one, is for this account only, and needs no
    other file. `report(pages_done, pages)` is called now and then.
    """
    handle, name = tempfile.mkstemp(
        prefix=f'.{target.name}.', suffix='.partial', dir=target.parent
    )
    os.close(handle)
    temporary = pathlib.Path(name)
    try:
        with _errors_as_copy_failed(database):
            with (
                _open_to_read(database) as source,
                _connect(temporary.as_uri(), _SECONDS_TO_READ) as copy,
            ):
                _begin_to_read(source)
                _copy(source, copy, report)
                copy.execute('PRAGMA journal_mode=DELETE')
                _require_integrity(copy, database)
            _flush(temporary)
        temporary.replace(target)
        _flush(target.parent)
    finally:
        for path in (temporary, _log(temporary), _index(temporary)):
            path.unlink(missing_ok=True)


def restore(file, database, report):
    """Replace a database by the contents of a file, in one transaction.

    Raises CopyFailed if another process uses the database. A crash leaves the
    former contents: SQLite rolls the transaction back.
    """
    with _errors_as_copy_failed(file), _open_to_read(file) as source:
        _begin_to_read(source)
        _require_integrity(source, file)
        with _connect(
            database.absolute().as_uri(), _SECONDS_TO_REPLACE
        ) as target:
            _require_sole_use(target, database)
            _copy(source, target, report)


def _begin_to_read(connection):
    """Keep the state of this moment until the connection is closed.

    Without it, a copy would start again after each write of others. SQLite
    begins the transaction at its first read.
    """
    connection.execute('BEGIN')
    connection.execute('SELECT count(*) FROM sqlite_master').fetchone()


def _copy(source, target, report):
    source.backup(
        target,
        pages=_PAGES,
        progress=lambda _status, remaining, total: report(
            total - remaining, total
        ),
    )


def _require_integrity(connection, path):
    ((result, *_others), *_rows) = connection.execute(
        'PRAGMA integrity_check(1)'
    )
    if result != 'ok':
        raise CopyFailed(f'{path} is damaged: {result}')


def _require_sole_use(connection, path):
    """Leave the mode of the write-ahead log, which takes sole use.

    Each process that has the database open in that mode holds a lock on it.
    """
    try:
        connection.execute('PRAGMA journal_mode=DELETE')
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise CopyFailed(
            f'another process uses {path}: stop the servers and workers'
        ) from error


@contextlib.contextmanager
def _errors_as_copy_failed(path):
    try:
        yield
    except sqlite3.Error as error:
        raise CopyFailed(f'cannot copy {path}: {error}') from error


@contextlib.contextmanager
def _open_to_read(path):
    # Never creates the file.
    with _connect(
        f'{path.absolute().as_uri()}?mode=ro', _SECONDS_TO_READ
    ) as connection:
        yield connection


@contextlib.contextmanager
def _connect(uri, seconds):
    connection = sqlite3.connect(
        uri, uri=True, timeout=seconds, isolation_level=None
    )
    with contextlib.closing(connection):
        yield connection


def _has_magic(path):
    with open(path, 'rb') as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _log(path):
    return path.with_name(f'{path.name}-wal')


def _index(path):
    return path.with_name(f'{path.name}-shm')


def _flush(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
