"""Matches the hosts of a document with stored hosts."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
import dataclasses
from typing import Any

from placement_inv.objects.host_inventory.importing import lookup
from placement_inv.objects.host_inventory.importing.current_state import (
    CurrentState,
)
from placement_inv.objects.host_inventory.importing.current_state import (
    Settings,
)
from placement_inv.objects.host_inventory.importing.current_state import (
    StoredHost,
)
from placement_inv.objects.host_inventory.importing.document import Document
from placement_inv.objects.host_inventory.sources import import_errors

Read = Callable[[str], dict[str, Any]]


@dataclasses.dataclass(frozen=True)
class Matches:
    """The stored host and the instance id of hosts of a document, by name."""

    hosts_by_name: Mapping[str, StoredHost]
    instance_ids: Mapping[str, str]
    #: Ids of tracked hosts that an overwriting load deletes.
    deleted_ids: frozenset[int]


def match(
    current: CurrentState, document: Document, settings: Settings, read: Read
) -> Matches:
    """Match by instance id first, then by name.

    If several stored hosts have the instance id, the one with the same name
    matches, else the oldest. Raises RenameCollision.
    """
    instance_ids = _find_instance_ids(document, settings)
    hosts_by_name = _match_by_instance_id(
        current, settings, read, instance_ids
    )
    taken_ids = {host.id for host in hosts_by_name.values()}
    for host in current.hosts:
        if host.name in document.hosts and host.id not in taken_ids:
            hosts_by_name.setdefault(host.name, host)
    deleted_ids: frozenset[int] = frozenset()
    if settings.overwrite:
        kept_ids = {host.id for host in hosts_by_name.values()}
        deleted_ids = frozenset(current.tracked_hosts) - kept_ids
    _check_renames(current, hosts_by_name, deleted_ids, instance_ids)
    return Matches(hosts_by_name, instance_ids, deleted_ids)


def _find_instance_ids(
    document: Document, settings: Settings
) -> dict[str, str]:
    path = settings.instance_id_var
    if not path:
        return {}
    return {
        name: instance_id
        for name, host in document.hosts.items()
        if (instance_id := lookup.find_instance_id(host.variables, path))
    }


def _match_by_instance_id(
    current: CurrentState,
    settings: Settings,
    read: Read,
    instance_ids: Mapping[str, str],
) -> dict[str, StoredHost]:
    """Return {name: stored host} of hosts that an instance id matches.

    Instance ids are not unique. Hosts that keep their names come first; else
    two hosts with one instance id would swap their names at every load.
    """
    names_by_id: dict[str, list[str]] = {}
    for name, instance_id in instance_ids.items():
        names_by_id.setdefault(instance_id, []).append(name)
    hosts_by_name: dict[str, StoredHost] = {}
    if not names_by_id:
        return hosts_by_name
    renames = []
    for instance_id, host in _list_stored_instance_ids(
        current, settings, read
    ):
        if instance_ids.get(host.name) == instance_id:
            hosts_by_name[host.name] = host
        elif instance_id in names_by_id:
            renames.append((instance_id, host))
    for instance_id, host in renames:
        free = (
            name
            for name in names_by_id[instance_id]
            if name not in hosts_by_name
        )
        name = next(free, None)
        if name is not None:
            hosts_by_name[name] = host
    return hosts_by_name


def _list_stored_instance_ids(
    current: CurrentState, settings: Settings, read: Read
) -> Iterator[tuple[str, StoredHost]]:
    """Yield (instance id, stored host), oldest host first.

    Hosts without an instance id whose variables have one come before all.
    """
    hosts = sorted(current.hosts, key=lambda host: host.id)
    for host in hosts:
        if not host.instance_id and host.id in current.tracked_hosts:
            variables = read(host.variables)
            instance_id = lookup.find_instance_id(
                variables, settings.instance_id_var
            )
            if instance_id:
                yield instance_id, host
    for host in hosts:
        if host.instance_id:
            yield host.instance_id, host


def _check_renames(
    current: CurrentState,
    hosts_by_name: Mapping[str, StoredHost],
    deleted_ids: frozenset[int],
    instance_ids: Mapping[str, str],
) -> None:
    """Raise RenameCollision if a new name is that of a host that keeps it."""
    renames = {n: host for n, host in hosts_by_name.items() if host.name != n}
    if not renames:
        return
    moving = {host.id for host in renames.values()} | deleted_ids
    for other in current.hosts:
        host = renames.get(other.name)
        if host is not None and other.id not in moving:
            raise import_errors.RenameCollision(
                host_id=host.id,
                old=host.name,
                new=other.name,
                instance_id=instance_ids.get(other.name, ''),
            )
