"""Which words belong to which database."""

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
    """Give the words of a database."""
    return _BACKENDS[dialect_name]()
