"""Providers, small enough in number for a brute-force search."""

import dataclasses
import uuid

import os_traits

_NAMESPACE = uuid.UUID('1f0c5d0e-98a4-4b9a-a0f0-50e9a5f3a8c1')

SHARES = os_traits.MISC_SHARES_VIA_AGGREGATE
CLASSES = ('VCPU', 'MEMORY_MB', 'VGPU', 'DISK_GB')
TRAITS = ('CUSTOM_A', 'CUSTOM_B', 'CUSTOM_C')


def uuid_of(name):
    return str(uuid.uuid5(_NAMESPACE, name))


AGGREGATES = tuple(uuid_of(f'aggregate {number}') for number in range(3))


@dataclasses.dataclass(frozen=True)
class Inventory:
    total: int
    reserved: int = 0
    min_unit: int = 1
    max_unit: int = 1000
    step_size: int = 1
    allocation_ratio: float = 1.0
    used: int = 0

    @property
    def capacity(self):
        return int((self.total - self.reserved) * self.allocation_ratio)

    def fits(self, amount):
        return (
            self.used + amount <= self.capacity
            and self.min_unit <= amount <= self.max_unit
            and amount % self.step_size == 0
        )


@dataclasses.dataclass(frozen=True, eq=False)
class Provider:
    name: str
    #: Name of the parent; None for a root.
    parent: str | None = None
    inventories: dict[str, Inventory] = dataclasses.field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    aggregates: frozenset[str] = frozenset()

    @property
    def uuid(self):
        return uuid_of(self.name)

    @property
    def shares(self):
        return SHARES in self.traits


class World:
    """Providers, parents before their children."""

    def __init__(self, providers):
        self.providers = tuple(providers)
        self.by_uuid = {p.uuid: p for p in self.providers}
        self._by_name = {p.name: p for p in self.providers}

    def __repr__(self):
        return f'World({self.providers!r})'

    @property
    def roots(self):
        return [p for p in self.providers if p.parent is None]

    @property
    def has_nested_providers(self):
        return len(self.roots) < len(self.providers)

    def ancestry(self, provider):
        """Return the provider, its parent, and so on up to the root."""
        providers = [provider]
        while providers[-1].parent is not None:
            providers.append(self._by_name[providers[-1].parent])
        return providers

    def root_of(self, provider):
        return self.ancestry(provider)[-1]

    def tree(self, root):
        return [p for p in self.providers if self.root_of(p) is root]
