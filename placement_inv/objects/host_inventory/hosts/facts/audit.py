"""What entries say of facts: which came, changed and went, not what they are.

A document of facts is long, and may hold what only its readers should see.
"""

import dataclasses
from typing import Any

from placement_inv.objects.host_inventory.audit import log as audit_log

#: Names of one kind of change that are kept, and characters of each.
_MOST_NAMES = 50
_LONGEST_NAME = 64


@dataclasses.dataclass(frozen=True, slots=True)
class Write:
    """What one write made of the facts of a host (a record.Subject)."""

    host: audit_log.Subject
    before: dict[str, Any]
    after: dict[str, Any]
    #: The versions before and after; 0 where there are no facts.
    versions: tuple[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class _Difference:
    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]

    def __bool__(self):
        return bool(self.added or self.changed or self.removed)


def written(ctx, write):
    """Record a write to one host, if it changed anything."""
    difference = _difference(write.before, write.after)
    if difference:
        details = {
            'version': list(write.versions),
            **_to_details([difference]),
        }
        audit_log.append(
            ctx, audit_log.UPDATE, write.host, {'ansible_facts': details}
        )


def written_together(ctx, writes):
    """Record writes to many hosts: one entry for each of their inventories.

    One statement, and none where nothing changed.
    """
    of_inventories: dict[int, list] = {}
    for write in sorted(writes, key=lambda write: write.host.id):
        difference = _difference(write.before, write.after)
        if difference:
            of_inventories.setdefault(write.host.inventory_id, []).append(
                (write, difference)
            )
    audit_log.append_all(
        ctx,
        audit_log.UPDATE,
        {
            audit_log.Subject('host', None, '', inventory_id): _together(
                differences
            )
            for inventory_id, differences in sorted(of_inventories.items())
        },
    )


def _together(differences):
    details = {
        # In the order of the ids.
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
            name for name in both if not _same(before[name], after[name])
        ),
        frozenset(before.keys() - both),
    )


def _same(one, other):
    """Tell whether two values are one in JSON, where true is not 1."""
    # PERF: most are other objects of other values, or the very same one.
    if one is other:
        return True
    if one != other:
        return False
    if isinstance(one, dict):
        return all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return all(map(_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool)


def _to_details(differences):
    """Return what differences come to, those that are none left out."""
    return {
        kind: {'count': len(names), 'names': _some(names)}
        for kind in ('added', 'changed', 'removed')
        if (
            names := frozenset().union(
                *(getattr(d, kind) for d in differences)
            )
        )
    }


def _some(names):
    return [_cut(name) for name in sorted(names)[:_MOST_NAMES]]


def _cut(name):
    if len(name) <= _LONGEST_NAME:
        return name
    return f'{name[: _LONGEST_NAME - 1]}…'
