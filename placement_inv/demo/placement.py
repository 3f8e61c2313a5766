"""What the machines of the sample world can take."""

#: Each compute host of the sample inventory is a resource provider.
_HOSTS = tuple(f'compute{number:02}.example.org' for number in range(1, 9))
_RACKS = {
    'r1': '5a1e0000-0000-4000-8000-0000000000a1',
    'r2': '5a1e0000-0000-4000-8000-0000000000a2',
}
_INVENTORIES = {
    'VCPU': {'total': 32, 'allocation_ratio': 4.0, 'max_unit': 32},
    'MEMORY_MB': {'total': 131072, 'reserved': 4096},
    'DISK_GB': {'total': 2000},
}
_PROJECT = '5a1e0000-0000-4000-8000-0000000000b1'
_USER = '5a1e0000-0000-4000-8000-0000000000b2'


def provider_uuid(number):
    """Return the uuid of the n-th compute host, counted from 1."""
    return f'5a1e0000-0000-4000-8000-{number:012}'


def load(client):
    """Create the providers and give some of their capacity away."""
    client.put('/traits/CUSTOM_SSD')
    for number, name in enumerate(_HOSTS, 1):
        _add_provider(client, number, name)
    for number in (1, 2, 5):
        _allocate(client, number)


def _add_provider(client, number, name):
    uuid = provider_uuid(number)
    path = f'/resource_providers/{uuid}'
    client.post('/resource_providers', {'name': name, 'uuid': uuid})
    client.put(
        f'{path}/inventories',
        {'resource_provider_generation': 0, 'inventories': _INVENTORIES},
    )
    if number % 2:
        client.put(
            f'{path}/traits',
            {
                'resource_provider_generation': 1,
                'traits': ['CUSTOM_SSD', 'HW_CPU_X86_AVX2'],
            },
        )
    rack = _RACKS['r1' if number <= 4 else 'r2']
    client.put(f'{path}/aggregates', _aggregates(client, path, rack))


def _aggregates(client, path, rack):
    generation = client.get(f'{path}/aggregates').get(
        'resource_provider_generation'
    )
    if generation is None:
        return [rack]
    return {'resource_provider_generation': generation, 'aggregates': [rack]}


def _allocate(client, number):
    consumer = f'5a1e0000-0000-4000-8000-{0xC00000000000 + number:012x}'
    resources = {'VCPU': 8, 'MEMORY_MB': 16384, 'DISK_GB': 100}
    client.put(
        f'/allocations/{consumer}',
        {
            'allocations': [
                {
                    'resource_provider': {'uuid': provider_uuid(number)},
                    'resources': resources,
                }
            ],
            'project_id': _PROJECT,
            'user_id': _USER,
        },
    )
