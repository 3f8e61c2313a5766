"""Random hosts, and random filters for them."""

import datetime

from hypothesis import strategies as st

from placement_inv.tests.unit.smartfilter import world

#: Integers around which doubles and columns lose digits, and beyond.
_LARGE = [
    sign * (power + change)
    for power in (2**53, 2**63, 2**64, 10**20, 10**40)
    for change in (-1, 0, 1)
    for sign in (1, -1)
]
#: Decimals beside them. Databases spell those with an exponent in other ways.
_DECIMALS = [1.5, 2.0, -0.5, 0.1, 2.0**53, 2.0**52 + 0.5, -(2.0**53)]
_TEXTS = st.sampled_from(
    ['', 'a', 'A', 'ab', 'a b', 'É', 'é', '1', '01', '1.5', 'a%', 'null',
     'true', 'v1.10', '1.9-2', '"', '\\', "'"]
)  # fmt: skip
_KEYS = st.sampled_from(['a', 'a', 'b', 'é', 'a b', '', '0', 'q"'])
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 12),
    st.sampled_from(_DECIMALS),
    st.sampled_from(_LARGE),
    st.sampled_from([str(2**53 + 1), str(2**64), '0.10000000000000000555']),
    _TEXTS,
)
DOCUMENTS = st.recursive(
    _SCALARS,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3),
        st.dictionaries(_KEYS, inside, max_size=3),
    ),
    max_leaves=8,
)
_MOMENTS = st.sampled_from(
    [datetime.datetime(2020, 1, 1), datetime.datetime(2020, 1, 2, 3, 4, 5, 6)]
)


@st.composite
def contents(draw):
    """Return a few rows for each table."""
    groups = [
        {
            'id': number,
            'inventory_id': draw(st.integers(1, 2)),
            'name': draw(_TEXTS),
            'description': draw(_TEXTS),
        }
        for number in (1, 2, 3)
    ]
    hosts = [
        {
            'id': number,
            'inventory_id': draw(st.integers(1, 2)),
            'last_job_id': draw(st.sampled_from([None, 1])),
            'name': draw(_TEXTS),
            'description': draw(_TEXTS),
            'instance_id': '',
            'note': draw(st.one_of(st.none(), _TEXTS)),
            'enabled': draw(st.booleans()),
            'variables': draw(_TEXTS),
            'parsed': draw(st.dictionaries(_KEYS, DOCUMENTS, max_size=2)),
            'created': draw(_MOMENTS),
        }
        for number in range(1, draw(st.integers(2, 5)))
    ]
    facts = draw(
        st.lists(
            st.dictionaries(_KEYS, DOCUMENTS, max_size=3) | DOCUMENTS,
            max_size=len(hosts),
        )
    )
    return {
        world.INVENTORIES: [
            {'id': number, 'name': draw(_TEXTS), 'description': draw(_TEXTS)}
            for number in (1, 2)
        ],
        world.JOBS: [{'id': 1, 'name': 'deploy'}],
        world.HOSTS: hosts,
        world.GROUPS: groups,
        world.GROUP_HOSTS: draw(_pairs('group_id', 3, 'host_id', len(hosts))),
        world.GROUP_CHILDREN: draw(_pairs('parent_id', 3, 'child_id', 3)),
        world.FACTS: [
            {'host_id': number, 'facts': document}
            for number, document in enumerate(facts, start=1)
        ],
    }


def _pairs(left, most_left, right, most_right):
    pair = st.tuples(st.integers(1, most_left), st.integers(1, most_right))
    return st.sets(pair, max_size=4).map(
        lambda pairs: [{left: one, right: other} for one, other in pairs]
    )


_WORDS = st.one_of(
    st.sampled_from(
        ['a', 'A', 'ab', 'É', '1', '01', '1.5', '2.0', '-0.5', '12', 'null',
         'true', 'false', 'TRUE', '%', '_']
    ),
    st.sampled_from([*map(str, _LARGE), *map(str, _DECIMALS)]),
    st.sampled_from([f'{2**64}.0', f'{10**40}.0', f'0.{"0" * 40}1']),
)  # fmt: skip
_IN_AWX_QUOTES = _TEXTS.filter(lambda text: '"' not in text).map('"{}"'.format)
_IN_EXTENDED_QUOTES = _TEXTS.map(
    lambda text: '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'
)
_AWX_VALUES = st.one_of(_WORDS, _IN_AWX_QUOTES)
_EXTENDED_VALUES = st.one_of(_WORDS, _IN_EXTENDED_QUOTES)

_PATHS = [
    '',
    'inventory__',
    'groups__',
    'groups__parents__',
    'groups__children__',
    'inventory__groups__',
    'groups__hosts__',
]
_EXTENDED_PATHS = [*_PATHS, 'all_groups__', 'inventory__groups__parents__']
_TEXT_FIELDS = ['name', 'description']
_ORDER = ['__gt', '__gte', '__lt', '__lte']
_LIKE = ['', '__exact', '__iexact', '__contains', '__icontains',
         '__startswith', '__istartswith', '__endswith', '__iendswith',
         '__regex', '__iregex', '__in', *_ORDER]  # fmt: skip
_VERSIONS = ['__version', '__version_gt', '__version_lte']
_FLAGS = st.sampled_from(['true', 'false'])
_NUMBERS = st.sampled_from(['0', '1', '2', '3', '-1', '9' * 30])
_MOMENTS_WRITTEN = st.sampled_from(['2020-01-01', '2020-01-02T03:04:05'])


def _keys(*parts):
    return st.tuples(*map(st.sampled_from, parts)).map(''.join)


def _awx_terms(paths, lookups, values):
    """Return pairs of a key and a value, most of which go together."""
    return st.one_of(
        st.tuples(_keys(paths, _TEXT_FIELDS, lookups), values),
        st.tuples(_keys(['note', 'variables'], lookups), values),
        st.tuples(_keys(paths, ['search']), values),
        st.tuples(_keys(paths, ['id', 'pk'], ['', *_ORDER]), _NUMBERS),
        st.tuples(_keys(['groups', 'last_job'], ['', *_ORDER]), _NUMBERS),
        st.tuples(_keys(['enabled', 'groups__hosts__enabled']), _FLAGS),
        st.tuples(_keys(['created'], ['', *_ORDER]), _MOMENTS_WRITTEN),
        st.tuples(
            _keys(
                ['note', 'groups', 'last_job', 'groups__parents',
                 'groups__hosts__note', 'groups__children__name'],
                ['__isnull'],
            ),
            _FLAGS,
        ),
    )  # fmt: skip


def _document_keys(name, keys):
    steps = st.tuples(keys, st.sampled_from(['', '', '[]'])).map(''.join)
    return st.lists(steps, min_size=1, max_size=2).map(
        lambda steps: '__'.join([name, *steps])
    )


_AWX_FACTS = _document_keys(
    'ansible_facts', st.sampled_from(['a', 'a', 'b', 'é', '', '0'])
)
_EXTENDED_DOCUMENTS = st.one_of(
    _document_keys(
        name,
        st.sampled_from(['a', 'a', 'b', 'é', '0', '"a b"', '""', r'"q\""']),
    )
    for name in ('ansible_facts', 'variables', 'effective_variables')
)


def _join(terms, negate):
    def further(inside):
        both = st.tuples(inside, st.sampled_from([' and ', ' or ']), inside)
        groups = both.map(lambda parts: f'({"".join(parts)})')
        if not negate:
            return groups
        return st.one_of(groups, inside.map('not ({})'.format))

    return st.recursive(terms, further, max_leaves=3)


AWX_FILTERS = _join(
    st.one_of(
        _awx_terms(_PATHS, _LIKE, _AWX_VALUES).map('='.join),
        st.tuples(_AWX_FACTS, _AWX_VALUES).map('='.join),
    ),
    negate=False,
)


def _extended_terms():
    operators = st.sampled_from(['=', '!='])
    comparisons = st.sampled_from(['=', '!=', '>', '>=', '<', '<='])
    like = _awx_terms(_EXTENDED_PATHS, [*_LIKE, *_VERSIONS], _EXTENDED_VALUES)
    bare = _awx_terms(_EXTENDED_PATHS, [''], _EXTENDED_VALUES)
    facts = st.tuples(
        st.tuples(
            _EXTENDED_DOCUMENTS, st.sampled_from([*_LIKE, *_VERSIONS])
        ).map(''.join),
        _EXTENDED_VALUES,
    )
    counts = st.tuples(
        _keys(['has_groups', 'groups__has_hosts', 'inventory__has_hosts']),
        _NUMBERS,
    )
    lists = st.tuples(
        _keys(_EXTENDED_PATHS, _TEXT_FIELDS, ['', '__contains', '__iexact'])
        | _EXTENDED_DOCUMENTS,
        st.lists(_EXTENDED_VALUES, min_size=1, max_size=3),
    )
    existing = (
        _keys(['note', 'groups', 'all_groups', 'groups__parents', 'variables'])
        | _EXTENDED_DOCUMENTS
    )
    about = st.tuples(existing, st.sampled_from(['exists', 'isnull']), _FLAGS)
    return st.one_of(
        _combine(operators, st.one_of(like, facts)),
        _combine(comparisons, st.one_of(bare, counts)),
        _combine(
            comparisons, st.tuples(_EXTENDED_DOCUMENTS, _EXTENDED_VALUES)
        ),
        lists.map(lambda parts: f'{parts[0]} in ({", ".join(parts[1])})'),
        existing.map('{} exists'.format),
        about.map(lambda parts: '{}__{}={}'.format(*parts)),
    )


def _combine(operators, pairs):
    return st.tuples(operators, pairs).map(
        lambda parts: f' {parts[0]} '.join(parts[1])
    )


EXTENDED_FILTERS = _join(_extended_terms(), negate=True)
