"""The backend of each dialect of SQLAlchemy."""

from placement_inv.smartfilter.sql import mysql
from placement_inv.smartfilter.sql import postgresql
from placement_inv.smartfilter.sql import sqlite

_BACKENDS = {
    'sqlite': sqlite.SQLite,
    'postgresql': postgresql.PostgreSQL,
    'mysql': mysql.MySQL,
    'mariadb': mysql.MySQL,
}


def get(dialect_name):
    """Return the Backend of a dialect; KeyError for one without filters."""
    return _BACKENDS[dialect_name]()
