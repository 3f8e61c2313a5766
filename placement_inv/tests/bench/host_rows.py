"""The rows of the host-inventory family.

AWX cannot be installed by a test run. What it took is known of a machine
like the one that the documentation's figures are of; each row has to be so
many times faster than that.
"""

import itertools
import urllib.parse

from placement_inv.tests.bench import hosts_loading
from placement_inv.tests.bench import hosts_world
from placement_inv.tests.bench.client import Ask
from placement_inv.tests.bench.plan import Family
from placement_inv.tests.bench.plan import Phase
from placement_inv.tests.bench.plan import Row

#: The world that AWX's figures are of.
_SIZE_OF_AWX = 10000
#: {label: (milliseconds of AWX, times faster wanted)}
AWX = {
    'one host': (72, 10),
    'hosts, page of 200': (2343, 40),
    'by name, page of 200': (1980, 20),
    'by group, page of 200': (1133, 20),
    'by fact, page of 200': (2081, 20),
    'by fact, page of 1': (283, 20),
    'three ways, all of them, page of 200': (1136, 20),
    'three ways, any of them, page of 200': (2221, 20),
    'smart inventory, page of 200': (1791, 20),
    'script with hostvars': (660, 4),
    'POST /hosts/': (119, 8),
    'PATCH /hosts/{id}/': (78, 8),
    'a host into a group': (83, 8),
    'bulk/host_create, 1,000 hosts': (830, 10),
}

#: AWX finds them out when a job runs, not when it is asked.
_MOST_FOR_INVENTORIES = 200

_FACT = hosts_loading.FILTER
_ALL = (
    '(groups__name=group007 or groups__name=group013)'
    f' and {_FACT} and name__icontains=host00'
)
_ANY = (
    'name__icontains=host001 or groups__name=group007'
    ' or ansible_facts__ansible_os_family="Debian"'
)


def _phases(sizes):
    for size in sizes:
        yield Phase(
            f'{size:,} hosts with 100 facts each',
            lambda service, size=size: hosts_loading.replace(service, size),
            (*_reads(size), *_writes(size)),
        )


FAMILY = Family('host-inventory', 'host-inventory latest', _phases)


def _row(size, label, ask, **more):
    taken, times = AWX.get(label, (None, None))
    most = taken / times if taken and size == _SIZE_OF_AWX else None
    return Row(label, ask, milliseconds=most, **more)


def _reads(size):
    inventory = f'/api/v2/inventories/{hosts_loading.INVENTORY}'
    smart = f'/api/v2/inventories/{hosts_loading.SMART}'
    paths = {
        'one host': f'/api/v2/hosts/{size // 2}/',
        'hosts, page of 25': '/api/v2/hosts/?page_size=25',
        'hosts, page of 200': '/api/v2/hosts/?page_size=200',
        'hosts of an inventory, page of 200': (
            f'{inventory}/hosts/?page_size=200'
        ),
        'by name, page of 200': _found('name__icontains=host001'),
        'by group, page of 200': _found('groups__name=group007'),
        'by fact, page of 200': _found(_FACT),
        'by fact, page of 1': _found(_FACT, 1),
        'three ways, all of them, page of 200': _found(_ALL),
        'three ways, any of them, page of 200': _found(_ANY),
        'smart inventory, page of 200': f'{smart}/hosts/?page_size=200',
        'script with hostvars': f'{inventory}/script/?hostvars=1',
    }
    for label, path in paths.items():
        ask = Ask('GET', path)
        yield _row(size, label, lambda _number, ask=ask: ask)
    ask = Ask('GET', f'/api/v2/hosts/{size // 2}/smart_inventories/')
    yield Row(
        'which of 501 smart inventories a host is in',
        lambda _number: ask,
        milliseconds=_MOST_FOR_INVENTORIES if size == _SIZE_OF_AWX else None,
    )


def _found(text, size=200):
    return (
        f'/api/v2/hosts/?page_size={size}&host_filter='
        + urllib.parse.quote(text)
    )


def _writes(size):
    names = (f'new{number}' for number in itertools.count())
    yield _row(
        size,
        'POST /hosts/',
        lambda _number: Ask(
            'POST',
            '/api/v2/hosts/',
            {
                'name': next(names),
                'inventory': hosts_loading.SCRATCH,
                'variables': '{"a": 1}',
            },
        ),
        status=201,
    )
    yield _row(
        size,
        'PATCH /hosts/{id}/',
        lambda number: Ask(
            'PATCH',
            f'/api/v2/hosts/{size // 2}/',
            {'description': str(number)},
        ),
    )
    yield _row(
        size,
        'a host into a group',
        # Into another one than it is in from the start.
        lambda number: Ask(
            'POST',
            f'/api/v2/groups/{(number + 7) % hosts_world.GROUPS + 1}/hosts/',
            {'id': number % size + 1},
        ),
        status=204,
    )
    yield _row(
        size,
        'bulk/host_create, 1,000 hosts',
        lambda _number: Ask(
            'POST',
            '/api/v2/bulk/host_create/',
            {
                'inventory': hosts_loading.SCRATCH,
                'hosts': [{'name': next(names)} for _ in range(1000)],
            },
        ),
        status=201,
    )
