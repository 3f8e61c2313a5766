"""How many files the process may have open, and what that leaves for clients.

A connection is an open file, and so is a large body that it sends.
"""

import dataclasses
import logging
import resource

LOG = logging.getLogger(__name__)

#: For connections to the database, logs, and what else is open.
_OTHER_FILES = 200
_FILES_PER_CONNECTION = 2


def make_room(limits):
    """Raise the limit of open files as far as `limits` of clients need it.

    Return the limits, with fewer connections where that is not allowed.
    """
    needed = _OTHER_FILES + _FILES_PER_CONNECTION * limits.max_connections
    allowed = _raise_to(needed)
    if allowed >= needed:
        return limits
    most = max(1, (allowed - _OTHER_FILES) // _FILES_PER_CONNECTION)
    LOG.warning(
        'At most %d connections, not [serve]max_connections = %d: the process '
        'may open %d files only',
        most,
        limits.max_connections,
        allowed,
    )
    return dataclasses.replace(limits, max_connections=most)


def _raise_to(needed):
    """Return how many files may be open, after an attempt to allow so many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return needed
    wanted = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
