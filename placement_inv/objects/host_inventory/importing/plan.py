"""Computes the fewest writes that turn stored rows into a document."""

from collections.abc import Mapping
import dataclasses
from typing import Any

from placement_inv.objects.host_inventory.importing import lookup
from placement_inv.objects.host_inventory.importing import matching
from placement_inv.objects.host_inventory.importing import relationships
from placement_inv.objects.host_inventory.importing.current_state import (
    CurrentState,
)
from placement_inv.objects.host_inventory.importing.current_state import (
    Settings,
)
from placement_inv.objects.host_inventory.importing.current_state import (
    StoredHost,
)
from placement_inv.objects.host_inventory.importing.current_state import (
    is_same,
)
from placement_inv.objects.host_inventory.importing.document import Document
from placement_inv.objects.host_inventory.importing.document import Host
from placement_inv.objects.host_inventory.variables import marks

#: The variable that holds the description of a new host or group.
DESCRIPTION_VARIABLE = '_awx_description'
DESCRIPTION = 'imported'


@dataclasses.dataclass(frozen=True, slots=True)
class NewHost:
    name: str
    description: str
    variables: Mapping[str, Any]
    is_enabled: bool
    instance_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class NewGroup:
    name: str
    description: str
    variables: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class ChangedHost:
    """The values after the load; variables are None if they stay."""

    id: int
    name: str
    is_enabled: bool
    instance_id: str
    variables: Mapping[str, Any] | None
    renamed_from: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class ChangedGroup:
    id: int
    variables: Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Counts:
    """Numbers of rows; links do not count."""

    additions: int = 0
    changes: int = 0
    deletions: int = 0
    same: int = 0

    def to_document(self) -> dict[str, int]:
        """Return the counts by the names that updates show."""
        return {
            'added': self.additions,
            'changed': self.changes,
            'removed': self.deletions,
            'unchanged': self.same,
        }


@dataclasses.dataclass(frozen=True)
class Plan:
    """All writes of one load.

    The order is: deletions, changes, new rows, links. The source tracks new
    rows, and existing rows that it adopts.
    """

    #: Variables of the inventory; None if they stay.
    variables: Mapping[str, Any] | None
    deleted_hosts: tuple[int, ...]
    changed_hosts: tuple[ChangedHost, ...]
    new_hosts: tuple[NewHost, ...]
    adopted_hosts: tuple[int, ...]
    deleted_groups: tuple[int, ...]
    changed_groups: tuple[ChangedGroup, ...]
    new_groups: tuple[NewGroup, ...]
    adopted_groups: tuple[int, ...]
    members: relationships.Links
    children: relationships.Links
    host_counts: Counts
    group_counts: Counts
    warnings: tuple[str, ...]

    @property
    def writes_nothing(self) -> bool:
        return self.variables is None and not any(
            (
                self.deleted_hosts, self.changed_hosts, self.new_hosts,
                self.adopted_hosts, self.deleted_groups, self.changed_groups,
                self.new_groups, self.adopted_groups,
                self.members.additions, self.members.removals,
                self.children.additions, self.children.removals,
            )
        )  # fmt: skip


def compute(
    current: CurrentState,
    document: Document,
    settings: Settings,
    read: matching.Read,
) -> Plan:
    """Plan a load; `read` is a function: stored variables -> mapping.

    Raises RenameCollision.
    """
    matches = matching.match(current, document, settings, read)
    hosts = _plan_hosts(current, document, settings, matches, read)
    groups = _plan_groups(current, document, settings, read)
    members = relationships.compare_members(
        current, document, settings, matches
    )
    children = relationships.compare_children(
        current, document, settings, frozenset(groups['deleted_groups'])
    )
    return Plan(
        variables=_merge(
            current.variables,
            document.variables,
            settings.overwrite_inventory,
            read,
        ),
        members=members,
        children=children,
        warnings=(*document.warnings, *children.warnings),
        **hosts,
        **groups,
    )


def _plan_hosts(current, document, settings, matches, read) -> dict[str, Any]:
    new = [
        _plan_new_host(host, settings, matches.instance_ids.get(name, ''))
        for name, host in sorted(document.hosts.items())
        if name not in matches.hosts_by_name
    ]
    changes = []
    for name, row in matches.hosts_by_name.items():
        change = _plan_changed_host(
            row,
            document.hosts[name],
            settings,
            matches.instance_ids.get(name, ''),
            read,
        )
        if change is not None:
            changes.append(change)
    matching_ids = {host.id for host in matches.hosts_by_name.values()}
    return {
        'deleted_hosts': tuple(sorted(matches.deleted_ids)),
        'changed_hosts': tuple(sorted(changes, key=lambda host: host.id)),
        'new_hosts': tuple(new),
        'adopted_hosts': tuple(sorted(matching_ids - current.tracked_hosts)),
        'host_counts': Counts(
            additions=len(new),
            changes=len(changes),
            deletions=len(matches.deleted_ids),
            same=len(matching_ids) - len(changes),
        ),
    }


def _plan_groups(current, document, settings, read) -> dict[str, Any]:
    rows = {g.name: g for g in current.groups if g.name in document.groups}
    matching_ids = {row.id for row in rows.values()}
    deleted_ids = (
        current.tracked_groups - matching_ids if settings.overwrite else set()
    )
    new = [
        NewGroup(name, *_split_description(group.variables, settings))
        for name, group in sorted(document.groups.items())
        if name not in rows
    ]
    changes = []
    for name, row in rows.items():
        mapping = _split_description(
            document.groups[name].variables, settings
        )[1]
        variables = _merge(
            row.variables, mapping, settings.overwrite_vars, read
        )
        if variables is not None:
            changes.append(ChangedGroup(row.id, variables))
    return {
        'deleted_groups': tuple(sorted(deleted_ids)),
        'changed_groups': tuple(sorted(changes, key=lambda group: group.id)),
        'new_groups': tuple(new),
        'adopted_groups': tuple(sorted(matching_ids - current.tracked_groups)),
        'group_counts': Counts(
            additions=len(new),
            changes=len(changes),
            deletions=len(deleted_ids),
            same=len(matching_ids) - len(changes),
        ),
    }


def _plan_new_host(
    host: Host, settings: Settings, instance_id: str
) -> NewHost:
    description, variables = _split_description(host.variables, settings)
    is_enabled = lookup.find_enabled(
        host.variables, settings.enabled_var, settings.enabled_value
    )
    return NewHost(
        host.name, description, variables, is_enabled is not False, instance_id
    )


def _plan_changed_host(
    row: StoredHost,
    host: Host,
    settings: Settings,
    instance_id: str,
    read: matching.Read,
) -> ChangedHost | None:
    is_enabled = lookup.find_enabled(
        host.variables, settings.enabled_var, settings.enabled_value
    )
    change = ChangedHost(
        id=row.id,
        name=host.name,
        is_enabled=row.is_enabled if is_enabled is None else is_enabled,
        instance_id=instance_id,
        variables=_merge(
            row.variables,
            _split_description(host.variables, settings)[1],
            settings.overwrite_vars,
            read,
        ),
        renamed_from=row.name if row.name != host.name else None,
    )
    stays = (
        change.variables is None
        and change.renamed_from is None
        and change.is_enabled == row.is_enabled
        and change.instance_id == row.instance_id
    )
    return None if stays else change


def _split_description(
    variables: Mapping[str, Any], settings: Settings
) -> tuple[str, Mapping[str, Any]]:
    """Return (description, variables to store)."""
    if settings.ignored_variables:
        variables = {
            name: value
            for name, value in variables.items()
            if name not in settings.ignored_variables
        }
    if DESCRIPTION_VARIABLE not in variables:
        return DESCRIPTION, variables
    variables = dict(variables)
    description = marks.unwrap(variables.pop(DESCRIPTION_VARIABLE))
    if not isinstance(description, str):
        description = DESCRIPTION
    return description, variables


def _merge(
    text: str,
    new_variables: Mapping[str, Any],
    replace: bool,
    read: matching.Read,
) -> Mapping[str, Any] | None:
    """Return the variables after the load; None if they do not change."""
    before = read(text)
    after = new_variables if replace else {**before, **new_variables}
    return None if is_same(before, after) else after
