"""What exists before the faults begin."""

import dataclasses
import uuid

from placement_inv.tests.faults import client

_PROVIDERS = 3
_SOURCES = 2
#: Enough that a load is often interrupted.
HOSTS_OF_A_SOURCE = 400


@dataclasses.dataclass(frozen=True)
class World:
    """The ids of the objects that the load writes to."""

    providers: list
    organization: int
    inventory: int
    sources: list
    #: The inventory of each source.
    loaded_inventories: list


def create(service):
    """Create the World through the API."""
    url = service.servers[0].url
    organization = _create(url, '/organizations/', name='all')
    inventory = _create(
        url, '/inventories/', name='written', organization=organization
    )
    sources, loaded_inventories = [], []
    for number in range(_SOURCES):
        name = f'loaded-{number}'
        (service.sources / f'{name}.ini').write_text(
            f'[{name}]\n{name}-[1:{HOSTS_OF_A_SOURCE}]\n'
        )
        loaded_inventories.append(
            _create(url, '/inventories/', name=name, organization=organization)
        )
        sources.append(
            _create(
                url,
                '/inventory_sources/',
                name=name,
                inventory=loaded_inventories[-1],
                source='file',
                source_path=f'{name}.ini',
                overwrite=True,
            )
        )
    return World(
        [_create_provider(url, number) for number in range(_PROVIDERS)],
        organization,
        inventory,
        sources,
        loaded_inventories,
    )


def _create(url, path, **body):
    return _require(url, 'POST', f'/api/v2{path}', body)['id']


def _create_provider(url, number):
    provider = str(uuid.uuid4())
    _require(
        url,
        'POST',
        '/resource_providers',
        {'name': f'provider-{number}', 'uuid': provider},
    )
    _require(
        url,
        'PUT',
        f'/resource_providers/{provider}/inventories',
        {
            'resource_provider_generation': 0,
            'inventories': {'VCPU': {'total': 10_000_000}},
        },
    )
    return provider


def _require(url, method, path, body):
    answer = client.call(url, method, path, body)
    if answer.status >= 400 or not answer.status:
        raise RuntimeError(f'{method} {path}: {answer}')
    return answer.body
