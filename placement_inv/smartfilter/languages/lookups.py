"""The lookups that may end a key, and what they apply to."""

from placement_inv.smartfilter.catalog import Kind

EXACT = 'exact'
IN = 'in'
ISNULL = 'isnull'
SEARCH = 'search'
EXISTS = 'exists'
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
#: Only in the extended language; ``version`` alone compares for equality.
VERSION = ('version', *(f'version_{order}' for order in ORDER))
#: The comparison of each version lookup.
VERSION_COMPARISON = {
    'version': EXACT,
    **{f'version_{order}': order for order in ORDER},
}

_ANY = (EXACT, IN, ISNULL)

#: The lookups of each kind of field.
OF_KIND = {
    Kind.TEXT: frozenset((*_ANY, *ORDER, *REGEX, *TEXT)),
    # As in AWX, the digits of a number can be searched as a text.
    Kind.INTEGER: frozenset((*_ANY, *ORDER, *REGEX, *TEXT)),
    Kind.BOOLEAN: frozenset(_ANY),
    Kind.DATETIME: frozenset((EXACT, ISNULL, *ORDER)),
}

#: The lookups of a relation, which compare the row it leads to.
OF_RELATION = frozenset((*_ANY, *ORDER))

ALL = frozenset((*_ANY, *ORDER, *REGEX, *TEXT, SEARCH))

#: The same in the extended language.
EXTENDED_OF_KIND = {
    Kind.TEXT: OF_KIND[Kind.TEXT] | {EXISTS, *VERSION},
    Kind.INTEGER: OF_KIND[Kind.INTEGER] | {EXISTS},
    Kind.BOOLEAN: OF_KIND[Kind.BOOLEAN] | {EXISTS},
    Kind.DATETIME: OF_KIND[Kind.DATETIME] | {IN, EXISTS},
}
EXTENDED_OF_RELATION = OF_RELATION | {EXISTS}
OF_DOCUMENT = EXTENDED_OF_KIND[Kind.TEXT]
EXTENDED_ALL = ALL | OF_DOCUMENT

#: Lookups of Django on JSON, which are refused unless they are quoted.
NOT_OF_DOCUMENT = frozenset(
    (
        'contained_by',
        'has_any_keys',
        'has_key',
        'has_keys',
        'range',
        SEARCH,
    )
)

#: Lookups of other languages, and what to write instead.
FOREIGN = {
    'eq': '=',
    'ge': '>=',
    'ilike': 'icontains',
    'iregexp': 'iregex',
    'le': '<=',
    'like': 'contains',
    'ne': '!=',
    'neq': '!=',
    'nin': 'not … in (…)',
    'not_in': 'not … in (…)',
    'notin': 'not … in (…)',
    'regexp': 'regex',
}

#: Lookups whose misspellings are refused. The short ones, and `version`, are
#: one letter away from names that facts use.
LONG = frozenset(
    name
    for name in (*TEXT, *REGEX, *VERSION[1:], ISNULL, EXISTS)
    if len(name) > 5  # noqa: PLR2004
)

#: The lookup of each operator.
OF_OPERATOR = {'>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte'}
