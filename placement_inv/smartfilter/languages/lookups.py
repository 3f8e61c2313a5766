"""The words that may end a key, and what they apply to."""

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
#: The wider language's; ``version`` alone is for equal versions.
VERSION = ('version', *(f'version_{order}' for order in ORDER))
#: What version_gt and its like compare by.
VERSION_ORDER = {
    'version': EXACT,
    **{f'version_{order}': order for order in ORDER},
}

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

#: The same in the wider language.
WIDE_OF_KIND = {
    Kind.TEXT: OF_KIND[Kind.TEXT] | {EXISTS, *VERSION},
    Kind.INTEGER: OF_KIND[Kind.INTEGER] | {EXISTS},
    Kind.BOOLEAN: OF_KIND[Kind.BOOLEAN] | {EXISTS},
    Kind.DATETIME: OF_KIND[Kind.DATETIME] | {IN, EXISTS},
}
WIDE_OF_RELATION = OF_RELATION | {EXISTS}
OF_DOCUMENT = WIDE_OF_KIND[Kind.TEXT]
WIDE_ALL = ALL | OF_DOCUMENT

#: Lookups of Django on JSON that no key means by accident.
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

#: What other languages call a lookup, and what it is here.
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

#: Names that a key differs from by more than a letter. The short ones, and
#: `version`, are one letter away from words that facts use.
LONG = frozenset(
    name
    for name in (*TEXT, *REGEX, *VERSION[1:], ISNULL, EXISTS)
    if len(name) > 5  # noqa: PLR2004
)

#: The comparison that an operator stands for.
OF_OPERATOR = {'>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte'}
