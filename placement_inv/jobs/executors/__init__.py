"""The executors of background jobs, by their names in the options.

An executor is created from the services of an application. `start()` begins to
run jobs and returns; `stop(seconds)` asks running jobs to stop, waits for at
most that many seconds and returns whether all of them did.
"""

import importlib

#: {value of `[jobs]executor`: (module, class)}. A module is imported only if
#: its executor is configured: its requirements may not be installed.
EXECUTORS = {
    'local': ('placement_inv.jobs.executors.local', 'Local'),
}


def create(services):
    """Return the executor that `[jobs]executor` names."""
    module, name = EXECUTORS[services.conf.jobs.executor]
    return getattr(importlib.import_module(module), name)(services)
