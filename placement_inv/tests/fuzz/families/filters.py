"""Host filters, most of them valid in one of the two languages."""

from placement_inv.tests.fuzz import garbage

_KEYS = (
    'name',
    'id',
    'pk',
    'enabled',
    'description',
    'variables',
    'created',
    'ansible_facts_modified',
    'inventory',
    'inventory__name',
    'inventory__organization__name',
    'inventory__total_hosts',
    'groups',
    'groups__name',
    'groups__parents__name',
    'groups__children__hosts__name',
    'all_groups__name',
    'has_groups',
    'groups__has_children',
    'inventory_sources__source',
    'inventory_sources__status',
    'search',
    'groups__search',
    'group__search',
    'created_by__password',
    'ansible_facts__cores',
    'ansible_facts__os__family',
    'ansible_facts__nics[]',
    'ansible_facts__mounts[]__mount',
    'ansible_facts__"odd__name"',
    'ansible_facts',
    'variables__rack',
    'variables__list[]',
    'groups__inventory__groups__name',
    'nothing',
)
_LOOKUPS = (
    *('exact', 'iexact', 'contains', 'icontains', 'startswith', 'endswith'),
    *('istartswith', 'iendswith', 'regex', 'iregex', 'gt', 'gte', 'lt'),
    *('lte', 'in', 'isnull', 'search', 'exists', 'version', 'version_gt'),
    *('range', 'year'),
)
_OPERATORS = (
    *('=', '=', '=', '=', ' = ', '!=', '>', ' >= ', '<', '<=', ' in '),
    *(' not in ', ' exists', ' not exists', '==', ' like '),
)
_VALUES = (
    *('web', 'web01', '"db tier"', "'x'", 'null', 'true', 'false', '1'),
    *('007', '-5', '1.5', '1e5', '99999999999999999999', '2026-11-22'),
    *('"2026-11-22T00:00:00Z"', '(web, db)', '("a", 1, null)', '()', '8.10'),
    *('^web[0-9]+$', '"(a|b)+"', '"(a+)+$"', '"[[:digit:]]{2,5}"', '"("'),
    *('""', '"', 'a,b', '"\\""', '٣', '1' * 400, '1.' + '0' * 400),
)
#: Regular expressions that take exponential time in some engines.
PATTERNS = (
    *('a*a*a*a*b', '^.*a.*a.*a.*$', '[a-z]+[0-9a-z]+-', '(a+)+$'),
    *('(a|a)*b', 'a{0,200}a{0,200}b', 'a?' * 60 + 'b', '(|)' * 100),
    *('(a|aa)' * 30, '(?=a*a*b)', '(a*b*)*', '.*.*.*=', '((a?){9}){9}'),
    *('(' + '|'.join('ab' * n for n in range(1, 15)) + ')*', '[a-z]+[0-9]'),
)
_JOINTS = (' and ', ' or ', ' AND ', ' and not ', ' or not ', ' , ', ')(')


def text(chance, depth=0):
    """Return a filter."""
    filter_ = _term(chance)
    for _ in range(chance.weigh({0: 5, 1: 4, 3: 1})):
        filter_ += chance.one(_JOINTS) + _term(chance)
    if depth < 2 and chance.often(25):
        filter_ = f'({filter_}) and {text(chance, depth + 1)}'
    if chance.often(8):
        filter_ = 'not ' + filter_
    if depth == 0 and chance.often(15):
        where = chance.number(0, len(filter_))
        filter_ = filter_[:where] + chance.one(garbage.TEXTS) + filter_[where:]
    return filter_ if depth or chance.often(97) else chance.one(_LARGE)


def _term(chance):
    key = chance.one(_KEYS)
    if chance.often(5):
        lookup = chance.one(('regex', 'iregex'))
        return f'{key}__{lookup}="{chance.one(PATTERNS)}"'
    if chance.often(40):
        key += '__' + chance.one(_LOOKUPS)
    return key + chance.one(_OPERATORS) + chance.one(_VALUES)


_LARGE = (
    '(' * 15 + 'name=a' + ')' * 15,
    '(' * 5000 + 'name=a' + ')' * 5000,
    'not ' * 3000 + 'name=a',
    ' and '.join(['groups__name=a'] * 120),
    ' or '.join(['groups__parents__name__regex=a'] * 256),
    ' or '.join(['name=a'] * 5000),
    'groups__' * 24 + 'name=a',
    'name in (' + ','.join('a' * 250) + ')',
    'ansible_facts__' + '__'.join('a' * 5000) + '=1',
    'ansible_facts__' + '[]__'.join('a' * 20) + '=1',
    'name=' + 'a' * 17_000,
)
