"""The executors of background jobs, by their names in the options.

An executor is created from the services of an application. `start()` begins to
run jobs and returns. `stop(grace, seconds, hurry)` starts no more jobs, waits
`grace` seconds for the running ones, or until the event `hurry` is set, then
asks them to stop and waits `seconds` seconds. It puts jobs that still run back
into the queue, and returns whether there were none.
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
