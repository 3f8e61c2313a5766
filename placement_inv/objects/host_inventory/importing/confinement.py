"""Finds out how far this system can confine child processes."""

import dataclasses
import functools
import json

from placement_inv.objects.host_inventory.importing import child
from placement_inv.objects.host_inventory.importing import launcher

_LIMITS = child.Limits(seconds=20, nice=0)


@dataclasses.dataclass(frozen=True)
class Layers:
    """Which layers of confinement took effect in a test process."""

    #: Whether Landlock and seccomp took effect: both are required.
    files: bool
    calls: bool
    #: Whether the process got a file system with only the files it needs.
    root: bool

    @property
    def confines(self) -> bool:
        return self.files and self.calls

    @property
    def lacking(self) -> str:
        """Return the names of missing required layers; '' if none."""
        return ' and no '.join(
            text
            for name, text in launcher.REQUIRED.items()
            if not getattr(self, name)
        )


@functools.cache
def find_layers() -> Layers:
    """Start a process that confines itself; return the layers it got."""
    result = child.run(
        child.Program(
            argv=(), environment={}, directory='/', readable=('/usr',)
        ),
        _LIMITS,
    )
    try:
        return Layers(**json.loads(result.output))
    except (TypeError, ValueError):
        return Layers(files=False, calls=False, root=False)


def describe_problem(options) -> str:
    """Return what a missing required layer means; '' if none is missing.

    `options` are those of `[inventory_sources]`.
    """
    lacking = find_layers().lacking
    if not lacking:
        return ''
    if options.allow_executable:
        meaning = 'constructed inventories are not updated'
    elif options.require_confinement:
        meaning = 'no inventory source is loaded, file or constructed'
    else:
        meaning = (
            'constructed inventories are not updated, and sources of kind '
            'file are read without protection '
            '([inventory_sources]require_confinement = false)'
        )
    return f'the system has no {lacking}: {meaning}'


def describe_limitation() -> str:
    """Return what the missing optional layer means; '' if it is there."""
    available = find_layers()
    if available.root or not available.confines:
        return ''
    return (
        'the system gives processes no file system of their own (user '
        'namespaces): templates can tell which files exist on this machine, '
        'though not what is in them'
    )
