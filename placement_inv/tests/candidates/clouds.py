"""Worlds of the size of a cloud, with queries of schedulers."""

import dataclasses
from typing import Any

from placement_inv.tests.candidates import world as worlds

_SMALL = {'resources': ['VCPU:1,DISK_GB:10,MEMORY_MB:256']}
_FILTERED = _SMALL | {
    'member_of': [worlds.AGGREGATES[0]],
    'required': ['CUSTOM_A'],
}
_TEN = {'limit': ['10']}


@dataclasses.dataclass(frozen=True)
class Cloud:
    """A function that makes a world, and {label: query}."""

    make: Any
    queries: dict[str, dict[str, list[str]]]


def _inventories(**totals):
    return {
        name: worlds.Inventory(total, max_unit=total)
        for name, total in totals.items()
    }


def _host(number, inventories):
    """Return a root with a few traits, in one of three aggregates."""
    return worlds.Provider(
        f'host {number}',
        inventories=inventories,
        traits=frozenset(worlds.TRAITS[number % 2 :]),
        aggregates=frozenset((worlds.AGGREGATES[number % 3],)),
    )


def _make_flat(count):
    inventories = _inventories(VCPU=256, MEMORY_MB=262144, DISK_GB=4000)
    return [_host(number, inventories) for number in range(count)]


def _make_mixed(count):
    """Return flat hosts, the last one with a device."""
    device = worlds.Provider(
        'device', f'host {count - 1}', _inventories(VGPU=4)
    )
    return [*_make_flat(count), device]


def _make_nested(count):
    """Return roots with disks, each with two nodes, each with two devices."""
    providers = []
    for number in range(count):
        root = _host(number, _inventories(DISK_GB=4000))
        providers.append(root)
        for node in range(2):
            name = f'{root.name}.{node}'
            inventories = _inventories(VCPU=128, MEMORY_MB=131072)
            providers.append(worlds.Provider(name, root.name, inventories))
            providers += [
                worlds.Provider(f'{name}.{n}', name, _inventories(VGPU=8))
                for n in range(2)
            ]
    return providers


def _make_sharing(count):
    """Return hosts and a provider that shares its disk with all of them."""
    share = worlds.Provider(
        'share',
        inventories={'DISK_GB': worlds.Inventory(10**7, max_unit=4000)},
        traits=frozenset((worlds.SHARES,)),
        aggregates=frozenset(worlds.AGGREGATES),
    )
    return [*_make_flat(count), share]


def _make_wide(count):
    """Return a root with devices of one unit each."""
    root = worlds.Provider('root', inventories=_inventories(VCPU=64))
    return [
        root,
        *(
            worlds.Provider(f'root.{n}', 'root', _inventories(VGPU=1))
            for n in range(count)
        ),
    ]


def _devices(count, policy):
    query = {f'resources_{n}': ['VGPU:1'] for n in range(count)}
    return query | {'group_policy': [policy], 'limit': ['1000']}


def _cloud(make, size, queries):
    return Cloud(lambda: worlds.World(make(size)), queries)


_COMMON = {
    'three classes': _SMALL,
    'three classes, limit=10': _SMALL | _TEN,
    'member_of, required': _FILTERED,
    'member_of, required, limit=10': _FILTERED | _TEN,
}
_GROUPS = {
    'resources': ['DISK_GB:10'],
    'resources_N': ['VCPU:1,MEMORY_MB:256'],
    'resources_D': ['VGPU:1'],
    'group_policy': ['isolate'],
    'same_subtree': ['_N,_D'],
}
_TREES = {
    'three groups, same_subtree': _GROUPS,
    'three groups, same_subtree, limit=10': _GROUPS | _TEN,
}

ALL = {
    'flat 1000': _cloud(_make_flat, 1000, _COMMON),
    'flat 10000': _cloud(_make_flat, 10000, _COMMON),
    'mixed 10000': _cloud(_make_mixed, 10000, _COMMON),
    'nested 1000x7': _cloud(_make_nested, 1000, _COMMON | _TREES),
    'sharing 1000': _cloud(_make_sharing, 1000, _COMMON),
    **{
        f'wide {size}': _cloud(
            _make_wide,
            size,
            {
                f'{size} groups, {policy}, limit=1000': _devices(size, policy)
                for policy in ('isolate', 'none')
            },
        )
        for size in (8, 16)
    },
}
