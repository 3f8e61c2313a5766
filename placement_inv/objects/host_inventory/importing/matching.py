"""Which host of a document is which stored host."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
import dataclasses
from typing import Any

from placement_inv.objects.host_inventory.importing import lookup
from placement_inv.objects.host_inventory.importing.current_state import (
    Settings,
)
from placement_inv.objects.host_inventory.importing.current_state import Stored
from placement_inv.objects.host_inventory.importing.current_state import (
    StoredHost,
)
from placement_inv.objects.host_inventory.importing.document import Document
from placement_inv.objects.host_inventory.sources import import_errors

Read = Callable[[str], dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Matches:
    """Document hosts by name: the stored host each is, its instance id."""

    stored: Mapping[str, StoredHost]
    instance_ids: Mapping[str, str]
    #: Ids of tracked hosts that an overwriting load no longer finds.
    gone: frozenset[int]


def match(
    stored: Stored, document: Document, settings: Settings, read: Read
) -> Matches:
    """Match by instance id first, then by name.

    Of several stored hosts with one instance id the one that has the name
    already is meant, else the oldest.
    """
    instance_ids = _instance_ids(document, settings)
    found = _by_instance_id(stored, settings, read, instance_ids)
    taken = {host.id for host in found.values()}
    for host in stored.hosts:
        if host.name in document.hosts and host.id not in taken:
            found.setdefault(host.name, host)
    gone: frozenset[int] = frozenset()
    if settings.overwrite:
        kept = {host.id for host in found.values()}
        gone = frozenset(stored.tracked_hosts) - kept
    _check_renames(stored, found, gone, instance_ids)
    return Matches(found, instance_ids, gone)


def _instance_ids(document: Document, settings: Settings) -> dict[str, str]:
    path = settings.instance_id_var
    if not path:
        return {}
    return {
        name: instance_id
        for name, host in document.hosts.items()
        if (instance_id := lookup.instance_id(host.variables, path))
    }


def _by_instance_id(
    stored: Stored,
    settings: Settings,
    read: Read,
    instance_ids: Mapping[str, str],
) -> dict[str, StoredHost]:
    """Find stored hosts by instance id, those that keep their name first.

    Ids are not unique: without that order two hosts of one id would swap
    their names at every load.
    """
    named: dict[str, list[str]] = {}
    for name, instance_id in instance_ids.items():
        named.setdefault(instance_id, []).append(name)
    found: dict[str, StoredHost] = {}
    if not named:
        return found
    renamed = []
    for instance_id, host in _identified(stored, settings, read):
        if instance_ids.get(host.name) == instance_id:
            found[host.name] = host
        elif instance_id in named:
            renamed.append((instance_id, host))
    for instance_id, host in renamed:
        free = (name for name in named[instance_id] if name not in found)
        name = next(free, None)
        if name is not None:
            found[name] = host
    return found


def _identified(
    stored: Stored, settings: Settings, read: Read
) -> Iterator[tuple[str, StoredHost]]:
    """Yield stored hosts by age with their id, newly derived ids first."""
    hosts = sorted(stored.hosts, key=lambda host: host.id)
    for host in hosts:
        if not host.instance_id and host.id in stored.tracked_hosts:
            variables = read(host.variables)
            derived = lookup.instance_id(variables, settings.instance_id_var)
            if derived:
                yield derived, host
    for host in hosts:
        if host.instance_id:
            yield host.instance_id, host


def _check_renames(
    stored: Stored,
    found: Mapping[str, StoredHost],
    gone: frozenset[int],
    instance_ids: Mapping[str, str],
) -> None:
    """Refuse a new name that belongs to a host which keeps it."""
    renamed = {n: host for n, host in found.items() if host.name != n}
    if not renamed:
        return
    moving = {host.id for host in renamed.values()} | gone
    for other in stored.hosts:
        host = renamed.get(other.name)
        if host is not None and other.id not in moving:
            raise import_errors.RenameCollision(
                host_id=host.id,
                old=host.name,
                new=other.name,
                instance_id=instance_ids.get(other.name, ''),
            )
