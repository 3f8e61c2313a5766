"""The hosts of the bench: names, variables and a hundred facts each."""

import json

GROUPS = 100

_FAMILIES = ('RedHat', 'Debian')
_VCPUS = (1, 2, 4, 8, 16)
#: The number of facts that no filter uses; all facts are 4.5 KB of JSON.
_OTHERS = 81


def name(number: int) -> str:
    """Return the name of a host."""
    return f'host{number:06d}.example.org'


def group(number: int) -> str:
    """Return the name of a group."""
    return f'group{number:03d}'


def filter_of(number: int) -> str:
    """Return the filter of a smart inventory, of five kinds in turn."""
    return (
        f'groups__name={group(number % GROUPS)}',
        f'name__icontains=host{number:04d}',
        f'ansible_facts__ansible_memtotal_mb={1024 * (1 + number % 64)}',
        f'ansible_facts__ansible_default_ipv4__address={_address(number)}',
        f'ansible_facts__ansible_os_family={_FAMILIES[number % 2]}'
        f' and name__startswith=host{number:03d}',
    )[number % 5]


def variables(number: int) -> str:
    """Return the text of a host's five variables."""
    return json.dumps(
        {
            'ansible_host': _address(number),
            'ansible_user': 'deploy',
            'rack': f'r{number % 40:02d}',
            'stage': ('prod', 'test', 'dev')[number % 3],
            'number': number,
        }
    )


def facts(number: int) -> dict:
    """Return the facts of a host."""
    device = {'mtu': 1500, 'active': True, 'type': 'ether', 'speed': 10000}
    facts_of_host = {
        'ansible_processor_vcpus': _VCPUS[number % 5],
        'ansible_memtotal_mb': 1024 * (1 + number % 64),
        'ansible_os_family': _FAMILIES[number % 2],
        'ansible_distribution_version': f'{7 + number % 3}.{number % 10}',
        'ansible_hostname': f'host{number:06d}',
        'ansible_fqdn': name(number),
        'ansible_domain': 'example.org',
        'ansible_kernel': f'5.14.0-{number % 300}.el9.x86_64',
        'ansible_system': 'Linux',
        'ansible_architecture': 'x86_64',
        'ansible_machine_id': f'{number * 2654435761 % 2**128:032x}',
        'ansible_uptime_seconds': number * 997 % 10**7,
        'ansible_interfaces': ['lo', 'eth0', f'eth{1 + number % 4}'],
        'ansible_default_ipv4': {**device, 'address': _address(number)},
        'ansible_eth0': {**device, 'device': 'eth0', 'features': dict(
            rx_checksumming='on', tx_checksumming='on', gro='on'
        )},
        'ansible_mounts': [
            {
                'mount': mount,
                'device': f'/dev/vda{place}',
                'fstype': 'xfs',
                'size_total': 10**10 + number,
                'size_available': 10**9 + number * 7,
                'options': 'rw,seclabel,relatime',
            }
            for place, mount in enumerate(('/', '/var', '/home'), start=1)
        ],
        'ansible_selinux': {'status': 'enabled', 'mode': 'enforcing'},
        'ansible_env': {
            'HOME': '/root',
            'LANG': 'C.UTF-8',
            'PATH': '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        },
        'ansible_date_time': {
            'date': f'2026-11-{1 + number % 28:02d}',
            'epoch': str(1790000000 + number),
            'tz': 'UTC',
        },
    }  # fmt: skip
    for place in range(_OTHERS):
        facts_of_host[f'ansible_local_fact_{place:02d}'] = (
            f'value {place} of {number % 97}'
            if place % 3
            else number * place % 1009
        )
    return facts_of_host


def _address(number):
    return f'10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}'
