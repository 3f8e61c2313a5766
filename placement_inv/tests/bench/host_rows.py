"""The rows of the host-inventory family.

A test run cannot install AWX. Its times were measured on a machine like that
of the figures in the documentation. The target of a row is a multiple of
AWX's speed.
"""

import itertools
import urllib.parse

from placement_inv.tests.bench import hosts_loading
from placement_inv.tests.bench import hosts_world
from placement_inv.tests.bench.client import Request
from placement_inv.tests.bench.plan import Family
from placement_inv.tests.bench.plan import Phase
from placement_inv.tests.bench.plan import Row

#: The number of hosts for which AWX was measured.
_SIZE_OF_AWX = 10000
#: {label: (milliseconds of AWX, target: times faster)}
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

#: AWX computes them when a job runs, not in a request.
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


def _row(size, label, make_request, **more):
    awx_milliseconds, times = AWX.get(label, (None, None))
    limit = (
        awx_milliseconds / times
        if awx_milliseconds and size == _SIZE_OF_AWX
        else None
    )
    return Row(label, make_request, milliseconds=limit, **more)


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
        'by name, page of 200': _filter_path('name__icontains=host001'),
        'by group, page of 200': _filter_path('groups__name=group007'),
        'by fact, page of 200': _filter_path(_FACT),
        'by fact, page of 1': _filter_path(_FACT, 1),
        'three ways, all of them, page of 200': _filter_path(_ALL),
        'three ways, any of them, page of 200': _filter_path(_ANY),
        'smart inventory, page of 200': f'{smart}/hosts/?page_size=200',
        'script with hostvars': f'{inventory}/script/?hostvars=1',
    }
    for label, path in paths.items():
        request = Request('GET', path)
        yield _row(size, label, lambda _number, request=request: request)
    request = Request('GET', f'/api/v2/hosts/{size // 2}/smart_inventories/')
    yield Row(
        'which of 501 smart inventories a host is in',
        lambda _number: request,
        milliseconds=_MOST_FOR_INVENTORIES if size == _SIZE_OF_AWX else None,
    )


def _filter_path(text, size=200):
    return (
        f'/api/v2/hosts/?page_size={size}&host_filter='
        + urllib.parse.quote(text)
    )


def _writes(size):
    names = (f'new{number}' for number in itertools.count())
    yield _row(
        size,
        'POST /hosts/',
        lambda _number: Request(
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
        lambda number: Request(
            'PATCH',
            f'/api/v2/hosts/{size // 2}/',
            {'description': str(number)},
        ),
    )
    yield _row(
        size,
        'a host into a group',
        # A group that the host is not in.
        lambda number: Request(
            'POST',
            f'/api/v2/groups/{(number + 7) % hosts_world.GROUPS + 1}/hosts/',
            {'id': number % size + 1},
        ),
        status=204,
    )
    yield _row(
        size,
        'bulk/host_create, 1,000 hosts',
        lambda _number: Request(
            'POST',
            '/api/v2/bulk/host_create/',
            {
                'inventory': hosts_loading.SCRATCH,
                'hosts': [{'name': next(names)} for _ in range(1000)],
            },
        ),
        status=201,
    )
