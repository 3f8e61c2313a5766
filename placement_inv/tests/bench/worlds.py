"""The providers of the bench, the same for each service."""

import dataclasses
import uuid

_NAMES = uuid.UUID('0e1f1a54-6a0c-4d6f-a58e-9f3f31c6f5a2')

AGGREGATES = [str(uuid.uuid5(_NAMES, f'aggregate {n}')) for n in range(10)]
#: Half of the hosts have this trait.
WANTED_TRAIT = 'HW_CPU_X86_AVX2'
_OTHER_TRAIT = 'HW_CPU_X86_AVX'
_MORE_TRAITS = (
    'HW_CPU_X86_SSE42',
    'HW_CPU_X86_VMX',
    'COMPUTE_VOLUME_MULTI_ATTACH',
    'STORAGE_DISK_SSD',
)


@dataclasses.dataclass(frozen=True)
class Inventory:
    """The columns of an inventory."""

    total: int
    max_unit: int
    reserved: int = 0
    min_unit: int = 1
    step_size: int = 1
    allocation_ratio: float = 1.0


@dataclasses.dataclass(frozen=True)
class Provider:
    """One provider; parents come before their children in lists."""

    name: str
    inventories: dict[str, Inventory]
    traits: tuple[str, ...] = ()
    aggregates: tuple[str, ...] = ()
    parent: str | None = None

    @property
    def uuid(self):
        return uuid_of(self.name)


def uuid_of(name: str) -> str:
    """Return the UUID for a name."""
    return str(uuid.uuid5(_NAMES, name))


_HOST = {
    'VCPU': Inventory(64, max_unit=64, allocation_ratio=4.0),
    'MEMORY_MB': Inventory(262144, max_unit=262144, reserved=512),
    'DISK_GB': Inventory(4000, max_unit=4000),
}


def flat(count: int) -> list[Provider]:
    """Return hosts in ten aggregates, with two to five traits each."""
    return [
        Provider(
            f'host {number}',
            _HOST,
            (
                _OTHER_TRAIT if number % 2 else WANTED_TRAIT,
                *_MORE_TRAITS[: 1 + number % 4],
            ),
            (AGGREGATES[number % 10],),
        )
        for number in range(count)
    ]


def vast() -> list[Provider]:
    """Return one host with enough capacity for all claims."""
    inventory = Inventory(10**8, max_unit=10**8)
    return [Provider('vast', dict.fromkeys(_HOST, inventory))]


def devices(count: int) -> list[Provider]:
    """Return a root with `count` children of one device each."""
    return [
        Provider('root', {'VCPU': _HOST['VCPU']}),
        *(
            Provider(
                f'device {number}',
                {'PGPU': Inventory(1, max_unit=1)},
                parent='root',
            )
            for number in range(count)
        ),
    ]
