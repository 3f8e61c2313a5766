"""Limits of one query, so that databases accept its SQL statements.

All limits exceed what any known client sends.
"""

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.schemas import formats

#: Items between the commas of one value.
MAX_ITEMS = formats.MAX_ITEMS
#: Resource classes of one `resources`; sets of traits or of aggregates of one
#: `required` or `member_of`. Each is a condition of its own, and SQLite nests
#: all conditions of a statement.
MAX_CLASSES = MAX_SETS = 200

#: Groups of a request for candidates.
MAX_GROUPS = 100
#: Resource classes, traits and sets of aggregates of a request for candidates.
#: Each may become a condition of its own.
MAX_NAMES = 500
#: Aggregates of all sets of a request. A set is one condition, however many it
#: has; a database accepts at least 32,766 parameters.
MAX_AGGREGATES = 20_000
#: Sets of required traits in a group of a request for candidates.
MAX_REQUIRED = 60

#: Digits of an amount: more than any amount that an inventory can have.
MAX_AMOUNT_DIGITS = 100
#: Larger amounts count as this one: no inventory has so much, and it is still
#: a number for the database.
MAX_AMOUNT = 2**31
#: Digits of `limit`; a longer one is no limit.
MAX_LIMIT_DIGITS = 9


def check(count, things, limit):
    """Raise TooManyItems where `count` of `things` exceeds the limit."""
    if count > limit:
        raise errors.TooManyItems(count=count, things=things, limit=limit)


def check_aggregates(sets):
    """Raise TooManyItems where sets have too many aggregates together."""
    check(sum(map(len, sets)), 'aggregates', MAX_AGGREGATES)
