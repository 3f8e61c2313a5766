"""Gives engines of SQLite files the QueuePool of SQLAlchemy.

oslo.db gives them a NullPool. Then each transaction would open the file,
read its schema, and, as the last one to close it, copy the write-ahead log
back; that takes milliseconds where the transaction itself takes microseconds.
"""

import sqlalchemy as sa
from sqlalchemy import dialects

_PLUGIN = 'placement_inv_sqlite_pool'
#: Connections that stay open; a transaction never waits for one.
_SIZE = 16


class SQLitePool(sa.CreateEnginePlugin):
    """Replaces the pool class in the arguments of `create_engine`."""

    def __init__(self, url, kwargs):
        super().__init__(url, kwargs)
        # An in-memory database has one connection, and another pool.
        if kwargs.get('poolclass') is sa.NullPool:
            kwargs.update(
                poolclass=sa.QueuePool,
                pool_size=_SIZE,
                max_overflow=-1,
                pool_use_lifo=True,
            )

    def update_url(self, url):
        """Return the URL as it is: it has no parameter of this plugin."""
        return url


dialects.plugins.register(_PLUGIN, __name__, SQLitePool.__name__)


def add_plugin(url):
    """Return the URL of a SQLite database, as text, with the plugin named.

    oslo.db chooses the pool class itself; the URL is the one way by which
    an argument reaches `create_engine`. SQLAlchemy removes the name from the
    URL of the engine.
    """
    return (
        sa.make_url(url)
        .update_query_dict({'plugin': _PLUGIN}, append=True)
        .render_as_string(hide_password=False)
    )
