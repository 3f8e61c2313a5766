"""How large a filter may be."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Limits:
    """Bounds that keep one filter from costing more than it is worth.

    The depth stays under what the parser stack of SQLite can hold once
    every level has become SQL.
    """

    length: int = 16384
    depth: int = 16
    terms: int = 256
    segments: int = 24
    #: Terms about documents that are chosen: each is a search of its own.
    chosen: int = 12
    #: Values of the parameters of one list; more would outgrow the parsers of
    #: databases.
    values: int = 256
    #: Relations that the parameters of one list follow, all together: each is
    #: a search of its own.
    relations: int = 100


DEFAULT = Limits()
