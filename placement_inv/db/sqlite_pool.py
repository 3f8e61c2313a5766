"""Gives engines of SQLite files the QueuePool of SQLAlchemy.

oslo.db gives them a NullPool: each transaction opens the file, reads its
schema and, if no other connection is open, copies the write-ahead log back at
the end. That takes milliseconds; the transaction itself takes microseconds.
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
        # The pool of an in-memory database has its one connection.
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
    """Return the URL of a SQLite database, as text, with our plugin added.

    oslo.db chooses the pool class itself, and only the URL is passed on to
    `create_engine`. SQLAlchemy removes the plugin's name from the engine's
    URL.
    """
    return (
        sa.make_url(url)
        .update_query_dict({'plugin': _PLUGIN}, append=True)
        .render_as_string(hide_password=False)
    )
