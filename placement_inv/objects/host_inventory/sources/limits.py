"""Checks the host pattern (`limit`) that a source passes to Ansible."""

import re

from placement_inv.objects.host_inventory.sources import import_errors

MAX_LIMIT = 1024

# A pattern that starts with `@` names a file to read patterns from.
_PATTERN_FILE = re.compile(r'(^|[,:;\s])\s*@')


def check_limit(limit: str) -> None:
    """Refuse a host pattern that is too long or that would read a file.

    Raises LimitRefused with the reason.
    """
    reason = None
    if len(limit) > MAX_LIMIT:
        reason = f'it is longer than {MAX_LIMIT} characters'
    elif '\0' in limit:
        reason = 'it holds a NUL character'
    elif _PATTERN_FILE.search(limit):
        reason = 'patterns from a file (@) are not allowed'
    if reason:
        raise import_errors.LimitRefused(limit=limit, reason=reason)
