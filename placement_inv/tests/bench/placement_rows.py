"""The rows of the placement family, for this service and its peer."""

import random
import uuid

from placement_inv.tests.bench import loading
from placement_inv.tests.bench import worlds
from placement_inv.tests.bench.client import Request
from placement_inv.tests.bench.plan import Family
from placement_inv.tests.bench.plan import Phase
from placement_inv.tests.bench.plan import Row

_CLIENTS = 8
_LARGE = 10000
_THREE = 'resources=VCPU:1,DISK_GB:10,MEMORY_MB:256'
_FILTERED = (
    f'{_THREE}&member_of={worlds.AGGREGATES[0]}&required={worlds.WANTED_TRAIT}'
)
_GROUPS = 'resources1=VCPU:1,MEMORY_MB:256&resources2=DISK_GB:10&group_policy='


def _phases(sizes):
    for size in sizes:
        yield Phase(
            f'{size:,} flat providers',
            lambda service, size=size: loading.replace(
                service, worlds.flat(size)
            ),
            (*_candidates(size), *_reads(size), *_claims(size)),
        )
    yield Phase(
        'one provider with room for all',
        lambda service: loading.replace(service, worlds.vast()),
        _claims_of_eight(),
        check=_check_usage,
    )
    for count in (8, 16):
        yield Phase(
            f'one root with {count} devices',
            lambda service, count=count: loading.replace(
                service, worlds.devices(count)
            ),
            (_isolated_groups(count),),
        )


FAMILY = Family('placement', 'placement 1.39', _phases, has_peer=True)


def _get(label, path, **more):
    return Row(label, lambda _number: Request('GET', path), **more)


def _candidates(size):
    base = '/allocation_candidates?'
    few = 100 if size >= _LARGE else 20
    few_chosen = 50 if size >= _LARGE else None
    name = 'candidates, three classes'
    return (
        _get(f'{name}, all', base + _THREE, times=6, statements=5),
        _get(f'{name}, limit=10', f'{base}{_THREE}&limit=10', times=few),
        _get(
            f'{name}, limit=10',
            f'{base}{_THREE}&limit=10',
            times=few,
            clients=_CLIENTS,
        ),
        _get('member_of and required, all', base + _FILTERED, times=6),
        _get(
            'member_of and required, limit=10',
            f'{base}{_FILTERED}&limit=10',
            times=few_chosen,
        ),
        _get('two groups, none, all', f'{base}{_GROUPS}none'),
        _get('two groups, isolate, all', f'{base}{_GROUPS}isolate'),
    )


def _reads(size):
    one = f'/resource_providers/{worlds.uuid_of(f"host {size // 2}")}'
    return (
        _get('all providers', '/resource_providers', times=3),
        _get('one provider', one, times=3),
        _get('its inventories', f'{one}/inventories', times=3),
        _get('its usages', f'{one}/usages', times=3),
    )


def _claims(size):
    dice = random.Random(size)

    def choose_provider():
        return worlds.uuid_of(f'host {dice.randrange(size)}')

    return (
        Row(
            'PUT /allocations, new consumer',
            lambda _number: _claim(choose_provider()),
            status=204,
            times=5,
        ),
        Row(
            'POST /allocations, ten new consumers',
            lambda _number: Request(
                'POST',
                '/allocations',
                {
                    str(uuid.uuid4()): _make_body(choose_provider())
                    for _ in range(10)
                },
            ),
            status=204,
        ),
    )


def _claims_of_eight():
    vast = worlds.uuid_of('vast')
    return (
        Row(
            'PUT /allocations, new consumer',
            lambda _number: _claim(vast),
            clients=_CLIENTS,
            status=204,
            times=10,
            by_rate=True,
            never_conflicts=True,
        ),
        # The part of a claim's cost that has nothing to do with claims.
        _get('the version document', '/', clients=_CLIENTS, by_rate=True),
    )


def _claim(provider):
    """Return the claim of a new consumer."""
    return Request('PUT', f'/allocations/{uuid.uuid4()}', _make_body(provider))


def _make_body(provider):
    return {
        'allocations': {
            provider: {'resources': {'VCPU': 1, 'MEMORY_MB': 1, 'DISK_GB': 1}}
        },
        'project_id': worlds.uuid_of('project'),
        'user_id': worlds.uuid_of('user'),
        'consumer_generation': None,
        'consumer_type': 'INSTANCE',
    }


def _check_usage(service):
    """Raise RuntimeError if the usage is not the sum of the claims."""
    with service.connection() as connection:
        rows = connection.exec_driver_sql(
            'SELECT count(*), sum(used) FROM allocations'
        )
        count, used = rows.one()
    if count != used or count % len(worlds.vast()[0].inventories):
        raise RuntimeError(f'{service.name}: {count} rows, {used} used')


def _isolated_groups(count):
    groups = '&'.join(f'resources{n}=PGPU:1' for n in range(1, count + 1))
    return _get(
        f'{count} isolated groups of one device, limit=1000',
        f'/allocation_candidates?{groups}&group_policy=isolate&limit=1000',
        milliseconds=1000,
        megabytes=50,
    )
