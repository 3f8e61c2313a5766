"""The sample data: one small datacenter, for both API families."""

import dataclasses

ORGANIZATION = 'Example Corp'
INVENTORY = 'Datacenter'
SOURCE = {
    'name': 'Ansible tree',
    'source': 'file',
    #: Relative to the directory for sources.
    'source_path': 'datacenter',
    'overwrite': True,
    'overwrite_vars': True,
}
SMART_INVENTORY = {
    'name': 'Large machines',
    'kind': 'smart',
    'host_filter': 'ansible_facts__ansible_processor_vcpus=16',
}

TRAITS = ('CUSTOM_RACK_EAST', 'CUSTOM_RACK_WEST')
EAST = 'ea570000-0000-4000-8000-000000000000'
WEST = '0e570000-0000-4000-8000-000000000000'

PROJECT = 'shop'
USER = 'deploy'


@dataclasses.dataclass(frozen=True)
class Machine:
    """A host that is a resource provider as well."""

    name: str
    uuid: str
    aggregate: str
    traits: tuple[str, ...]
    vcpus: int
    memory_mb: int
    disk_gb: int

    @property
    def inventories(self):
        """Its inventories, in the form of placement's API."""
        return {
            'VCPU': {'total': self.vcpus, 'allocation_ratio': 4.0},
            'MEMORY_MB': {'total': self.memory_mb, 'reserved': 1024},
            'DISK_GB': {'total': self.disk_gb},
        }

    @property
    def facts(self):
        """Its facts, as Ansible gathers them."""
        return {
            'ansible_hostname': self.name.partition('.')[0],
            'ansible_processor_vcpus': self.vcpus,
            'ansible_memtotal_mb': self.memory_mb,
            'ansible_distribution': 'Debian',
            'ansible_distribution_major_version': '12',
        }


def _machine(name, number, east, ssd, size):
    return Machine(
        name=f'{name}.example.com',
        uuid=f'00000000-0000-4000-8000-{number:012d}',
        aggregate=EAST if east else WEST,
        traits=(
            TRAITS[0] if east else TRAITS[1],
            'STORAGE_DISK_SSD' if ssd else 'STORAGE_DISK_HDD',
        ),
        vcpus=8 * size,
        memory_mb=32768 * size,
        disk_gb=500 * size,
    )


MACHINES = (
    _machine('web-01', 1, east=True, ssd=False, size=1),
    _machine('web-02', 2, east=True, ssd=False, size=1),
    _machine('web-04', 4, east=False, ssd=False, size=1),
    _machine('db-01', 11, east=True, ssd=True, size=2),
    _machine('db-02', 12, east=True, ssd=True, size=2),
    _machine('db-03', 13, east=False, ssd=True, size=2),
)

#: Allocations: (consumer, machine, resources).
ALLOCATIONS = (
    (
        'c0000000-0000-4000-8000-000000000001',
        MACHINES[0],
        {'VCPU': 2, 'MEMORY_MB': 4096, 'DISK_GB': 40},
    ),
    (
        'c0000000-0000-4000-8000-000000000002',
        MACHINES[3],
        {'VCPU': 8, 'MEMORY_MB': 16384, 'DISK_GB': 200},
    ),
)
