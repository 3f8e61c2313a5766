"""The words that may end a key, and what they apply to."""

from placement_inv.smartfilter.catalog import Kind

EXACT = 'exact'
IN = 'in'
ISNULL = 'isnull'
SEARCH = 'search'
ORDER = ('gt', 'gte', 'lt', 'lte')
REGEX = ('regex', 'iregex')
TEXT = (
    'iexact',
    'contains',
    'icontains',
    'startswith',
    'istartswith',
    'endswith',
    'iendswith',
)

_ANY = (EXACT, IN, ISNULL)

#: What each kind of field can be asked.
OF_KIND = {
    Kind.TEXT: frozenset((*_ANY, *ORDER, *REGEX, *TEXT)),
    # As in AWX, the digits of a number can be searched as a text.
    Kind.INTEGER: frozenset((*_ANY, *ORDER, *REGEX, *TEXT)),
    Kind.BOOLEAN: frozenset(_ANY),
    Kind.DATETIME: frozenset((EXACT, ISNULL, *ORDER)),
}

#: What a relation itself, rather than a field behind it, can be asked.
OF_RELATION = frozenset((*_ANY, *ORDER))

ALL = frozenset((*_ANY, *ORDER, *REGEX, *TEXT, SEARCH))
