"""The limit of open files, and the number of connections that it allows.

A connection needs one open file, and a second one for a large body.
"""

import dataclasses
import logging
import resource

LOG = logging.getLogger(__name__)

#: For connections to the database, logs, and other files.
_OTHER_FILES = 200
_FILES_PER_CONNECTION = 2


def raise_limit(limits):
    """Raise the limit of open files as far as `limits` of clients need it.

    Return the limits, with fewer connections if the system allows fewer
    files.
    """
    needed_files = (
        _OTHER_FILES + _FILES_PER_CONNECTION * limits.max_connections
    )
    max_files = _raise_to(needed_files)
    if max_files >= needed_files:
        return limits
    most = max(1, (max_files - _OTHER_FILES) // _FILES_PER_CONNECTION)
    LOG.warning(
        'At most %d connections, not [serve]max_connections = %d: the process '
        'may open %d files only',
        most,
        limits.max_connections,
        max_files,
    )
    return dataclasses.replace(limits, max_connections=most)


def _raise_to(number):
    """Raise the limit to `number`, if possible; return the new limit.

    A limit that is already larger is returned as `number`.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= number:
        return number
    limit = number if hard == resource.RLIM_INFINITY else min(number, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit
