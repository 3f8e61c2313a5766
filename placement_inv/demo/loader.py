"""Loads the sample data; loading it again does not change anything."""

import time

from placement_inv.demo import client
from placement_inv.demo import world

_SECONDS_FOR_AN_UPDATE = 300


def load(url):
    """Load the sample data into the service at `url`."""
    api = client.Client(url)
    for trait in world.TRAITS:
        api.call('PUT', f'/traits/{trait}')
    for machine in world.MACHINES:
        _add_provider(api, machine)
    for consumer, machine, resources in world.ALLOCATIONS:
        _allocate(api, consumer, machine, resources)
    organization = api.ensure(
        '/api/v2/organizations/', {'name': world.ORGANIZATION}
    )
    inventory = api.ensure(
        '/api/v2/inventories/',
        {'name': world.INVENTORY, 'organization': organization['id']},
    )
    _import_hosts(api, inventory['id'])
    _put_facts(api, inventory['id'])
    api.ensure(
        '/api/v2/inventories/',
        world.SMART_INVENTORY | {'organization': organization['id']},
    )


def _add_provider(api, machine):
    api.call(
        'POST',
        '/resource_providers',
        {'name': machine.name, 'uuid': machine.uuid},
        accept=(409,),
    )
    path = f'/resource_providers/{machine.uuid}'
    inventories = api.get(f'{path}/inventories')
    if inventories['inventories']:
        return
    api.call('PUT', f'{path}/aggregates', [machine.aggregate])
    for part, value in (
        ('traits', list(machine.traits)),
        ('inventories', machine.inventories),
    ):
        generation = api.get(path)['generation']
        api.call(
            'PUT',
            f'{path}/{part}',
            {'resource_provider_generation': generation, part: value},
        )


def _allocate(api, consumer, machine, resources):
    api.call(
        'PUT',
        f'/allocations/{consumer}',
        {
            'allocations': [
                {
                    'resource_provider': {'uuid': machine.uuid},
                    'resources': resources,
                }
            ],
            'project_id': world.PROJECT,
            'user_id': world.USER,
        },
    )


def _import_hosts(api, inventory_id):
    source = api.ensure(
        '/api/v2/inventory_sources/',
        world.SOURCE | {'inventory': inventory_id},
    )
    path = f'/api/v2/inventory_sources/{source["id"]}/update/'
    update = api.call('POST', path)['inventory_update']
    path = f'/api/v2/inventory_updates/{update}/'
    deadline = time.monotonic() + _SECONDS_FOR_AN_UPDATE
    while (state := api.get(path))['finished'] is None:
        if time.monotonic() > deadline:
            raise client.APIError(f'{path}: still {state["status"]}')
        time.sleep(0.2)
    if state['status'] != 'successful':
        raise client.APIError(f'{path}: {state["job_explanation"]}')


def _put_facts(api, inventory_id):
    path = f'/api/v2/inventories/{inventory_id}/hosts/?page_size=200'
    ids = {host['name']: host['id'] for host in api.get(path)['results']}
    for machine in world.MACHINES:
        api.call(
            'PUT',
            f'/api/v2/hosts/{ids[machine.name]}/ansible_facts/',
            machine.facts,
        )
