"""Audit log entries about facts: names of added, changed and removed facts.

An entry has no values: a document of facts is long, and its content may be
confidential.
"""

import dataclasses
from typing import Any

from placement_inv.objects.host_inventory.audit import log as audit_log

#: The most names of one kind of change in an entry, and characters of each.
_MAX_NAMES = 50
_MAX_CHARACTERS = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Write:
    """The facts of a host before and after one write."""

    host: audit_log.Subject
    before: dict[str, Any]
    after: dict[str, Any]
    #: The versions before and after; 0 where there are no facts.
    versions: tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class _Difference:
    added_names: frozenset[str]
    changed_names: frozenset[str]
    removed_names: frozenset[str]

    def __bool__(self):
        return bool(
            self.added_names or self.changed_names or self.removed_names
        )


def record_write(ctx, write):
    """Record a write to one host if it changed any fact."""
    difference = _difference(write.before, write.after)
    if difference:
        details = {
            'version': list(write.versions),
            **_to_details([difference]),
        }
        audit_log.append(
            ctx, audit_log.UPDATE, write.host, {'ansible_facts': details}
        )


def record_writes(ctx, writes):
    """Record writes to many hosts: one entry for each inventory.

    This is one statement, or none if no fact changed.
    """
    differences_by_inventory: dict[int, list] = {}
    for write in sorted(writes, key=lambda write: write.host.id):
        difference = _difference(write.before, write.after)
        if difference:
            differences_by_inventory.setdefault(
                write.host.inventory_id, []
            ).append((write, difference))
    audit_log.append_all(
        ctx,
        audit_log.UPDATE,
        {
            audit_log.Subject('host', None, '', inventory_id): _combine(
                differences
            )
            for inventory_id, differences in sorted(
                differences_by_inventory.items()
            )
        },
    )


def _combine(differences):
    details = {
        # In the order of `ids`.
        'versions': [
            list(write.versions) for write, _difference in differences
        ],
        **_to_details([difference for _write, difference in differences]),
    }
    return {
        'count': len(differences),
        'ids': [write.host.id for write, _difference in differences],
        'ansible_facts': details,
    }


def _difference(before, after):
    both = before.keys() & after.keys()
    return _Difference(
        frozenset(after.keys() - both),
        frozenset(
            name for name in both if not _is_equal(before[name], after[name])
        ),
        frozenset(before.keys() - both),
    )


def _is_equal(one, other):
    """Tell whether two values are equal in JSON, where true is not 1."""
    # PERF: most values are the same object, or not equal.
    if one is other:
        return True
    if one != other:
        return False
    if isinstance(one, dict):
        return all(
            _is_equal(value, other[name]) for name, value in one.items()
        )
    if isinstance(one, list):
        return all(map(_is_equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool)


def _to_details(differences):
    """Return {kind of change: number and first names}, without empty kinds."""
    return {
        kind: {'count': len(names), 'names': _first_names(names)}
        for kind in ('added', 'changed', 'removed')
        if (
            names := frozenset().union(
                *(getattr(d, f'{kind}_names') for d in differences)
            )
        )
    }


def _first_names(names):
    return [_cut(name) for name in sorted(names)[:_MAX_NAMES]]


def _cut(name):
    if len(name) <= _MAX_CHARACTERS:
        return name
    return f'{name[: _MAX_CHARACTERS - 1]}…'
