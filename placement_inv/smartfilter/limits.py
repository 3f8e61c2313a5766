"""The limits on the size of a filter."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Limits:
    """Bounds on the cost of one filter.

    The depth is what the parser stack of SQLite can hold after every level
    has become SQL.
    """

    length: int = 16384
    depth: int = 16
    terms: int = 256
    segments: int = 24
    #: Terms about documents that a step chooses: each is a subquery.
    document_choices: int = 12
    #: Values in the parameters of one list, which the parsers of databases
    #: limit.
    values: int = 256
    #: Relations in the parameters of one list, all together: each is
    #: a subquery.
    relations: int = 100


DEFAULT = Limits()
