"""Finds the memberships and child links that a load adds and removes."""

from collections.abc import Iterable
from collections.abc import Mapping
import dataclasses

from placement_inv.objects.host_inventory.importing.current_state import (
    CurrentState,
)
from placement_inv.objects.host_inventory.importing.current_state import (
    Settings,
)
from placement_inv.objects.host_inventory.importing.document import Document
from placement_inv.objects.host_inventory.importing.matching import Matches


@dataclasses.dataclass(frozen=True)
class Links:
    """Links to add, by names of both rows; links to remove, by ids.

    Links of deleted rows are not listed: the database deletes them.
    """

    additions: Mapping[str, tuple[str, ...]]
    removals: Mapping[int, tuple[int, ...]]
    warnings: tuple[str, ...] = ()


def compare_members(
    current: CurrentState,
    document: Document,
    settings: Settings,
    matches: Matches,
) -> Links:
    """Compare the direct hosts of each group.

    An overwriting load removes a membership that the document does not have
    if the document has both rows, including rows that this load adopts. Else
    a second load of the same document would still change something.
    """
    ids = {name: host.id for name, host in matches.hosts_by_name.items()}
    group_ids = {group.name: group.id for group in current.groups}
    removable = frozenset(ids.values())
    additions, removals = {}, {}
    for name, group in document.groups.items():
        group_id = group_ids.get(name)
        present = current.members.get(group_id, frozenset())
        new = tuple(h for h in group.hosts if ids.get(h) not in present)
        if new:
            additions[name] = new
        if settings.overwrite and present:
            new_ids = {ids[host] for host in group.hosts if host in ids}
            lost_ids = tuple(sorted((present - new_ids) & removable))
            if lost_ids:
                removals[group_id] = lost_ids
    return Links(additions, removals)


def compare_children(
    current: CurrentState,
    document: Document,
    settings: Settings,
    deleted_ids: frozenset[int],
) -> Links:
    """Compare the direct children of each group.

    Links are removed by the same rule as memberships. A link that would close
    a circle is left out with a warning. So one of `p` in `q` and `q` in `p`
    stays: the stored one unless this load removes it, else the first in the
    document.
    """
    names = {group.id: group.name for group in current.groups}
    removals: dict[int, tuple[int, ...]] = {}
    graph: dict[str, set[str]] = {}
    for parent_id, present in current.children.items():
        lost_links = _find_lost_children(
            current, document, settings, names, parent_id, deleted_ids
        )
        if lost_links:
            removals[parent_id] = lost_links
        graph[names[parent_id]] = {
            names[child] for child in present - set(lost_links) - deleted_ids
        }
    new_links = [
        (parent, child)
        for parent, group in document.groups.items()
        for child in group.children
        if child not in graph.get(parent, ())
    ]
    additions, circular = _leave_out_circles(graph, new_links)
    return Links(
        additions,
        removals,
        tuple(
            f'group {child!r} is not made a child of {parent!r}: '
            'it would contain itself'
            for parent, child in circular
        ),
    )


def _find_lost_children(
    current: CurrentState,
    document: Document,
    settings: Settings,
    names: Mapping[int, str],
    parent_id: int,
    deleted_ids: frozenset[int],
) -> tuple[int, ...]:
    parent = document.groups.get(names[parent_id])
    if not settings.overwrite or parent is None:
        return ()
    return tuple(
        sorted(
            child
            for child in current.children[parent_id] - deleted_ids
            if names[child] in document.groups
            and names[child] not in parent.children
        )
    )


def _leave_out_circles(
    graph: dict[str, set[str]], new_links: Iterable[tuple[str, str]]
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Add new links to a graph in order.

    Return ({parent: children} that were added, links that close a circle).
    """
    new_links = list(new_links)
    whole = {parent: set(inside) for parent, inside in graph.items()}
    for parent, child in new_links:
        whole.setdefault(parent, set()).add(child)
    # PERF: most documents have no circle; one check of all links is enough.
    is_acyclic = not _has_circle(whole)
    additions: dict[str, list[str]] = {}
    circular = []
    for parent, child in new_links:
        if not is_acyclic and _reaches(graph, child, parent):
            circular.append((parent, child))
            continue
        graph.setdefault(parent, set()).add(child)
        additions.setdefault(parent, []).append(child)
    return {name: tuple(new) for name, new in additions.items()}, circular


def _has_circle(graph: Mapping[str, set[str]]) -> bool:
    parents: dict[str, int] = {}
    for inside in graph.values():
        for child in inside:
            parents[child] = parents.get(child, 0) + 1
    free = [name for name in graph if name not in parents]
    while free:
        for child in graph.get(free.pop(), ()):
            parents[child] -= 1
            if not parents[child]:
                del parents[child]
                free.append(child)
    return bool(parents)


def _reaches(graph: Mapping[str, set[str]], start: str, goal: str) -> bool:
    visited_ids, pending = {start}, [start]
    while pending:
        name = pending.pop()
        if name == goal:
            return True
        new = graph.get(name, set()) - visited_ids
        visited_ids |= new
        pending += new
    return False
