"""Some hosts, and the groups, facts and inventories around them."""

import datetime

from placement_inv.tests.unit.smartfilter import oracle
from placement_inv.tests.unit.smartfilter import world

ARR = [{'d': 'foobar', 'e': ['p', 'q']}, {'d': ['p']}, '{"d": "text"}', 7]
FACTS_OF = {
    'n01': {
        'a': True,
        'v': 7.4,
        'x': None,
        'lst': [1, 'one', True, None, [5]],
        'arr': ARR,
        'n': 3,
        'sp ace': 'q',
        'é"\\b': 'é"\\b',
        '😀': {'é': ['ß']},
        'big': 9007199254740993,
        'mem': 2048,
        'kernel': '5.14.0-362.8.1.el9_3.x86_64',
    },
    'n02': {
        'a': 'true',
        'v': '7.4',
        'x': '"null"',
        'lst': '1',
        'arr': {'d': 'foobar'},
        'n': '3',
        'big': 9007199254740992,
        'mem': '1024',
        'kernel': 'v5.9',
    },
    'n03': {
        'a': 'TRUE',
        'n': 3.0,
        'lst': {'0': 1},
        '': 1,
        'x': 'null',
        'mem': 512.5,
        'kernel': 5.8,
        'contains': {'gt': 1},
        'a__b': [{'c d': 1}],
    },
    'n04': {},
    'n05': ['not', 'an', 'object'],
}


def _host(number, name, **changes):
    row = {
        'id': number,
        'name': name,
        'inventory_id': 1,
        'last_job_id': None,
        'description': '',
        'instance_id': '',
        'note': None,
        'enabled': True,
        'variables': '',
        'parsed': {},
        'created': datetime.datetime(2019, 12, 31, 23, 59, 59, 999999),
    }
    return row | changes


_NAMED = [
    ('n01', {'description': 'First 100%', 'note': 'x_y', 'last_job_id': 1}),
    ('n02', {'description': 'd', 'enabled': False}),
    (
        'n03',
        {
            'inventory_id': 2,
            'variables': 'rack: r_1\n',
            'parsed': {'rack': 'r_1', 'units': 2},
        },
    ),
    ('n04', {'created': datetime.datetime(2020, 1, 1, 12)}),
    ('n05', {'instance_id': 'i-5'}),
    ('15', {}),
    ('true', {}),
    ('null', {}),
    ('and', {}),
    ('N01X', {}),
    ('n', {}),
    ('É t\u00e9', {'description': 'trailing '}),
    ('a b(c)', {'description': 'trailing'}),
]
HOST_ROWS = [
    _host(number, name, **changes)
    for number, (name, changes) in enumerate(_NAMED, start=1)
]
ROWS = {
    world.INVENTORIES: [
        {'id': 1, 'name': 'East', 'description': 'old'},
        {'id': 2, 'name': 'West', 'description': ''},
    ],
    world.JOBS: [{'id': 1, 'name': 'deploy'}],
    world.HOSTS: HOST_ROWS,
    world.GROUPS: [
        {'id': 1, 'inventory_id': 1, 'name': 'web', 'description': 'Front'},
        {'id': 2, 'inventory_id': 1, 'name': 'db tier', 'description': ''},
        {'id': 3, 'inventory_id': 1, 'name': 'all', 'description': ''},
    ],
    world.GROUP_HOSTS: [
        {'group_id': 1, 'host_id': 1},
        {'group_id': 1, 'host_id': 2},
        {'group_id': 2, 'host_id': 2},
        {'group_id': 3, 'host_id': 4},
    ],
    world.GROUP_CHILDREN: [
        {'parent_id': 3, 'child_id': 1},
        {'parent_id': 3, 'child_id': 2},
    ],
    world.FACTS: [
        {'host_id': number, 'facts': FACTS_OF[name]}
        for number, (name, _) in enumerate(_NAMED, start=1)
        if name in FACTS_OF
    ],
}


def as_dicts(contents):
    """Return the hosts as dicts, in the form that the oracle reads."""
    hosts, groups, inventories, jobs = (
        {row['id']: dict(row) for row in contents[table]}
        for table in (
            world.HOSTS,
            world.GROUPS,
            world.INVENTORIES,
            world.JOBS,
        )
    )
    for row in (*hosts.values(), *groups.values()):
        row['inventory'] = [inventories[row['inventory_id']]]
    for row in inventories.values():
        row['hosts'] = _list_where(hosts, 'inventory_id', row['id'])
        row['groups'] = _list_where(groups, 'inventory_id', row['id'])
    members = contents[world.GROUP_HOSTS]
    nesting = contents[world.GROUP_CHILDREN]
    for row in groups.values():
        row['hosts'] = _list_linked(members, 'group_id', row, 'host_id', hosts)
        row['parents'] = _list_linked(
            nesting, 'child_id', row, 'parent_id', groups
        )
        row['children'] = _list_linked(
            nesting, 'parent_id', row, 'child_id', groups
        )
    facts = {row['host_id']: row['facts'] for row in contents[world.FACTS]}
    for row in hosts.values():
        row['twice_id'] = row['id'] * 2
        row['groups'] = _list_linked(
            members, 'host_id', row, 'group_id', groups
        )
        row['all_groups'] = _with_parents(row['groups'])
        row['last_job'] = [
            job for number, job in jobs.items() if number == row['last_job_id']
        ]
        row[oracle.DOCUMENTS] = {
            'ansible_facts': facts.get(row['id'], oracle.ABSENT),
            'variables': row['parsed'],
            'effective_variables': row['parsed'],
        }
    return list(hosts.values())


def _list_where(rows, column, value):
    return [row for row in rows.values() if row[column] == value]


def _list_linked(pairs, near, row, far, others):
    return [others[pair[far]] for pair in pairs if pair[near] == row['id']]


def _with_parents(groups):
    groups_by_id = {}
    waiting = list(groups)
    while waiting:
        group = waiting.pop()
        if group['id'] not in groups_by_id:
            groups_by_id[group['id']] = group
            waiting.extend(group['parents'])
    return list(groups_by_id.values())
