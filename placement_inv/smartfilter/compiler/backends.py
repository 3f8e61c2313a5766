"""Which words belong to which database."""

from placement_inv.smartfilter.compiler import mysql
from placement_inv.smartfilter.compiler import postgresql
from placement_inv.smartfilter.compiler import sqlite

_BACKENDS = {
    'sqlite': sqlite.SQLite,
    'postgresql': postgresql.PostgreSQL,
    'mysql': mysql.MySQL,
    'mariadb': mysql.MySQL,
}


def of(dialect_name):
    """Give the words of a database."""
    return _BACKENDS[dialect_name]()
