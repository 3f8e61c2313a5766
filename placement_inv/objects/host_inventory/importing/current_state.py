"""The rows of an inventory before a load, and the load's settings."""

from collections.abc import Mapping
from collections.abc import Sequence
from collections.abc import Set
import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class StoredHost:
    """A host as it is stored; its variables are text."""

    id: int
    name: str
    variables: str = ''
    is_enabled: bool = True
    instance_id: str = ''
    generation: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class StoredGroup:
    """A group as it is stored; its variables are text."""

    id: int
    name: str
    variables: str = ''
    generation: int = 0


@dataclasses.dataclass(frozen=True)
class CurrentState:
    """A whole inventory, and the ids of the rows that the source tracks."""

    variables: str = ''
    hosts: Sequence[StoredHost] = ()
    groups: Sequence[StoredGroup] = ()
    #: Group id → ids of its direct hosts, of its direct children.
    members: Mapping[int, Set[int]] = dataclasses.field(default_factory=dict)
    children: Mapping[int, Set[int]] = dataclasses.field(default_factory=dict)
    tracked_hosts: Set[int] = frozenset()
    tracked_groups: Set[int] = frozenset()


@dataclasses.dataclass(frozen=True)
class Settings:
    """How a source merges its document with the stored rows."""

    overwrite: bool = False
    overwrite_vars: bool = False
    enabled_var: str = ''
    enabled_value: str = ''
    #: Dotted paths, separated by commas; '' if the source has none.
    instance_id_var: str = ''
    #: Whether to replace the variables of the inventory itself.
    overwrite_inventory: bool = False
    #: Variables of hosts and groups that are read but not stored.
    ignored_variables: frozenset[str] = frozenset()


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are the same; 1, 1.0 and true differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            is_same(value, other[key]) for key, value in one.items()
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return type(one) is type(other) and one == other
