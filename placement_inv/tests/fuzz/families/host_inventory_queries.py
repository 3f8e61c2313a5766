"""Query strings of the host-inventory family."""

from placement_inv.handlers.host_inventory.http import list_query
from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz.families import filters

_LOOKUPS = (
    *('exact', 'iexact', 'contains', 'icontains', 'startswith', 'endswith'),
    *('istartswith', 'iendswith', 'regex', 'iregex', 'gt', 'gte', 'lt'),
    *('lte', 'in', 'isnull', 'search', 'int', 'range', 'name', 'id'),
)
_PREFIXES = ('', '', '', '', 'not__', 'or__', 'or__not__', 'chain__')
_VALUES = (
    *('1', '0', 'true', 'False', 'none', 'null', 'web', 'host1', '1,2,3'),
    *('a,b', '^h.*[0-9]$', '(', '(a+)+$', '2026-11-22', '2026-11-22T00:00Z'),
    *('99999999999', '-1', '1.5', 'ǆ', '%', '_'),
)
_RESERVED = tuple(sorted(list_query.RESERVED))
_DOCUMENT_PARAMETERS = {
    'all': _VALUES,
    'content_encoding': ('base64', 'x'),
    'cursor': ('', 'x', 'AAAA', 'eyJpZCI6MX0='),
    'end_line': ('3', '-1', 'x', '9' * 12),
    'format': ('json', 'api', 'yaml', 'txt', 'csv', 'ndjson', 'ansible', 'x'),
    'host': ('host1', 'nope', ''),
    'inventory': ('1', '2', 'x', '9' * 20, ''),
    'hostvars': ('1', '0', 'x'),
    'limit': ('1', '0', 'x', '99999'),
    'mode': ('atomic', 'best_effort', 'x'),
    'next': ('/api/', '//example.com/', 'http://example.com', 'x\r\ny'),
    'since': ('', '0', '5', 'x', '2026-11-22T00:00:00Z', '9' * 30),
    'start_line': ('1', '-1', 'x'),
    'subset': (
        'slice1of2',
        'slice0of0',
        'slice9of1',
        'x',
        'slice1of' + '9' * 40,
    ),
    'towervars': ('1',),
}


def make_document_pairs(chance):
    """Return the pairs for a path that is not a list."""
    if chance.often(60):
        return []
    names = chance.some(tuple(_DOCUMENT_PARAMETERS))
    pairs = [(name, chance.one(_DOCUMENT_PARAMETERS[name])) for name in names]
    if chance.often(60):
        pairs.append(('host_filter', filters.text(chance)))
    return pairs


def make_list_pairs(chance, description):
    """Return the pairs for a list, from its OPTIONS response."""
    fields = tuple(description['actions'].get('GET', ()))
    pairs = []
    for _ in range(chance.weigh({0: 2, 1: 4, 2: 2, 4: 1})):
        pairs.append(_pair(chance, fields, description))
    return pairs


def _pair(chance, fields, description):
    kind = chance.weigh(
        {'field': 6, 'reserved': 4, 'order': 2, 'search': 1, 'filter': 2}
    )
    if kind == 'filter':
        return 'host_filter', filters.text(chance)
    if kind == 'search':
        names = description.get('related_search_fields') or ['search']
        return chance.one(names), chance.one(_VALUES)
    if kind == 'order':
        names = chance.some(fields or ('id',))
        return 'order_by', ','.join('-' * chance.often(40) + n for n in names)
    if kind == 'reserved':
        name = chance.one((*_RESERVED, *_DOCUMENT_PARAMETERS))
        return name, chance.one(_DOCUMENT_PARAMETERS.get(name, _SIZES))
    key = chance.one(_PREFIXES) + chance.one(fields or ('id',))
    for _ in range(chance.weigh({0: 5, 1: 4, 2: 1})):
        key += '__' + chance.one(_LOOKUPS)
    if chance.often(5):
        lookup = chance.one(('regex', 'iregex'))
        return f'{key}__{lookup}', chance.one(filters.PATTERNS)
    value = chance.one(_VALUES)
    return key, value if chance.often(85) else chance.one(garbage.TEXTS)


_SIZES = ('1', '2', '200', '0', '-1', 'x', 'last', '999999999', '9' * 25, '')
