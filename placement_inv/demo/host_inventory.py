"""What the machines of the sample world are."""

NAME = 'Example'

#: Facts as a playbook's run would have left them.
_FACTS = {
    'web': {'ansible_processor_vcpus': 8, 'ansible_memtotal_mb': 16384},
    'db': {'ansible_processor_vcpus': 16, 'ansible_memtotal_mb': 65536},
    'compute': {'ansible_processor_vcpus': 32, 'ansible_memtotal_mb': 131072},
}
_FILTER = 'groups__name=web and ansible_facts__ansible_processor_vcpus=8'

#: Seconds between two looks at the import, and the most looks.
_PAUSE, _LOOKS = 0.25, 480


def load(client, stop):
    """Create the inventories, import the source, add facts."""
    organization = client.post('/api/v2/organizations/', {'name': NAME})
    inventory = client.post(
        '/api/v2/inventories/',
        {'name': 'Data centre', 'organization': organization['id']},
    )
    source = client.post(
        '/api/v2/inventory_sources/',
        {
            'name': 'Ansible tree',
            'inventory': inventory['id'],
            'source': 'file',
            'source_path': 'datacenter',
            'overwrite': True,
        },
    )
    update = client.post(source['related']['update'], {})
    _wait(client, update['url'], stop)
    _add_facts(client, inventory)
    client.post(
        '/api/v2/inventories/',
        {
            'name': 'Web servers with 8 CPUs',
            'organization': organization['id'],
            'kind': 'smart',
            'host_filter': _FILTER,
        },
    )


def _wait(client, url, stop):
    """Wait until the import ended, or until the service shall stop."""
    for _ in range(_LOOKS):
        update = client.get(url)
        if update['finished'] or stop.wait(_PAUSE):
            break
    if update['status'] != 'successful':
        print(f'The import ended as {update["status"]}.', flush=True)


def _add_facts(client, inventory):
    hosts = client.get(f'/api/v2/inventories/{inventory["id"]}/hosts/')
    for host in hosts['results']:
        kind = next(kind for kind in _FACTS if host['name'].startswith(kind))
        client.put(
            f'/api/v2/hosts/{host["id"]}/ansible_facts/',
            {
                'ansible_hostname': host['name'].partition('.')[0],
                **_FACTS[kind],
            },
        )
