"""Conditions on arrays of numbers in JSON documents, by database."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def contains(connection, column, key, number):
    """Return the condition that the array at a document's key has a number.

    The condition is false for documents without such an array.
    """
    match connection.dialect.name:
        case 'postgresql':
            value = sa.cast(number, postgresql.JSONB)
            return column[key].op('@>', is_comparison=True)(value)
        case 'sqlite':
            items = sa.func.json_each(column, f'$.{key}').table_valued('value')
            return sa.exists().where(items.c.value == number)
    return sa.func.json_contains(column, str(number), f'$.{key}') == 1
