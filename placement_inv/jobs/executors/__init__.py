"""The executors of background jobs, by the names that options give them.

An executor is made from the services of an application. `start()` begins to
run jobs and returns; `stop(seconds)` asks running jobs to stop, waits for at
most that many seconds and returns whether all of them did.
"""

import importlib

#: {value of `[jobs]executor`: (module, class)}. A module is imported when
#: its executor is chosen: what it needs may not be installed elsewhere.
EXECUTORS = {
    'local': ('placement_inv.jobs.executors.local', 'Local'),
}


def create(services):
    """Return the executor that `[jobs]executor` of the services names."""
    module, name = EXECUTORS[services.conf.jobs.executor]
    return getattr(importlib.import_module(module), name)(services)
