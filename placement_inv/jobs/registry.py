"""Maps the names of tasks to the functions that run them."""

from collections.abc import Callable
import dataclasses
import importlib
import pkgutil
from typing import Any

from placement_inv.jobs import tasks

_TAG = '_placement_inv_task'

#: The pools of threads that run tasks: that of updates, and of all others.
GENERAL = 'general'
UPDATES = 'updates'
_POOLS = (GENERAL, UPDATES)


@dataclasses.dataclass(frozen=True)
class Task:
    """A function `run(ctx, **arguments)` with its name in job rows."""

    name: str
    run: Callable[..., Any]
    #: `on_failure(ctx, error, **arguments)`, see the package's docstring.
    on_failure: Callable[..., Any] | None = None
    #: `blocked_by(jobs)`, see the package's docstring.
    blocked_by: Callable[..., Any] | None = None
    #: The pool of threads that runs it.
    pool: str = GENERAL


def job(name, on_failure=None, blocked_by=None, pool=GENERAL):
    """Tag a function as the task `name`; see the package's docstring."""
    if pool not in _POOLS:
        raise ValueError(f'no threads run the pool {pool} of {name}')

    def tag(function):
        task = Task(name, function, on_failure, blocked_by, pool)
        setattr(function, _TAG, task)
        return function

    return tag


def find_tasks(namespaces):
    """Return {name: Task} of the functions tagged in modules or classes."""
    tasks_by_name = {}
    for namespace in namespaces:
        for value in vars(namespace).values():
            task = getattr(value, _TAG, None)
            if not isinstance(task, Task):
                continue
            if tasks_by_name.setdefault(task.name, task) != task:
                raise ValueError(f'two functions for the task {task.name}')
    return tasks_by_name


def load():
    """Return {name: Task} of every module in `jobs/tasks/`."""
    return find_tasks(
        importlib.import_module(f'{tasks.__name__}.{module.name}')
        for module in pkgutil.iter_modules(tasks.__path__)
    )
