"""The secret columns of all nouns, and the mark in place of their values.

A name that is secret in one noun is secret in all of them, in bodies, filters
and the audit log: so no representation has a list of its own.
"""

from placement_inv.objects.host_inventory.columns import column
from placement_inv.objects.host_inventory.columns import groups
from placement_inv.objects.host_inventory.columns import hosts
from placement_inv.objects.host_inventory.columns import inventories
from placement_inv.objects.host_inventory.columns import organizations
from placement_inv.objects.host_inventory.columns import sources
from placement_inv.objects.host_inventory.columns import updates

#: AWX's mark of a value that is there and not shown. Its clients accept the
#: mark as equal to any value.
MARK = '$encrypted$'

NAMES = frozenset(
    name
    for noun in (groups, hosts, inventories, organizations, sources, updates)
    for name in column.secret(noun.COLUMNS)
)


def hide(value):
    """Return the mark for a value that is there, else the empty text.

    >>> hide('password: x'), hide('')
    ('$encrypted$', '')
    """
    return MARK if value else ''


def hide_changes(changes):
    """Return the changes of an entry of the audit log without secrets.

    `changes` are {name of a column: its value, or a list of the old and the
    new one}. It changes nothing a second time.
    """
    if NAMES.isdisjoint(changes):
        return changes
    return {
        name: _hide_change(change) if name in NAMES else change
        for name, change in changes.items()
    }


def _hide_change(change):
    if isinstance(change, list):
        return [hide(value) for value in change]
    return hide(change)
