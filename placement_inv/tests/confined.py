"""Simulates systems that cannot confine child processes completely."""

import contextlib
import functools
import os
import tempfile
import textwrap
from unittest import mock

from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.objects.host_inventory.importing import launcher

#: Changes to the launcher, as if the system lacked a feature.
NO_ROOT = 'launcher._unshare = lambda: False'
NO_FILES = 'launcher.landlock_version = lambda: -1'
NO_CALLS = 'launcher._forbid_calls = lambda lines: False'
#: Linux 5.13 has the first version of Landlock; Linux 6.1 has the second.
FIRST_LANDLOCK = 'launcher.landlock_version = lambda: 1'
SECOND_LANDLOCK = 'launcher.landlock_version = lambda: 2'

#: Python code that hides Landlock from this process and its children:
#: a seccomp filter refuses the call that creates a ruleset.
WITHOUT_LANDLOCK = """
import ctypes
import struct

class Filter(ctypes.Structure):
    _fields_ = (('length', ctypes.c_ushort), ('lines', ctypes.c_char_p))

lines = b''.join(
    struct.pack('=HBBI', *line)
    for line in (
        (0x20, 0, 0, 0),           # load the number of the call
        (0x15, 0, 1, 444),         # landlock_create_ruleset?
        (0x06, 0, 0, 0x00050026),  # then ENOSYS
        (0x06, 0, 0, 0x7FFF0000),  # else go on
    )
)
libc = ctypes.CDLL(None)
assert not libc.prctl(38, 1, 0, 0, 0)
assert not libc.prctl(22, 2, ctypes.byref(Filter(4, lines)), 0, 0)
"""

_LAUNCHER = """\
import importlib.util
import sys
spec = importlib.util.spec_from_file_location('launcher', {path!r})
launcher = importlib.util.module_from_spec(spec)
spec.loader.exec_module(launcher)
{changes}
launcher.main(sys.argv[1:])
"""


def requires(*names):
    """Skip a test if the system lacks layers; in CI fail it instead."""

    def decorate(test):
        @functools.wraps(test)
        def run(case, *arguments):
            layers = confinement.find_layers()
            lacking = [name for name in names if not getattr(layers, name)]
            if lacking:
                text = f'this system cannot confine by: {", ".join(lacking)}'
                if os.environ.get('CI'):
                    case.fail(text)
                case.skipTest(text)
            return test(case, *arguments)

        return run

    return decorate


@contextlib.contextmanager
def lesser_system(*changes):
    """Start children as on a system that lacks the named features."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, 'launcher.py')
        with open(path, 'w') as file:
            file.write(
                textwrap.dedent(_LAUNCHER).format(
                    path=launcher.__file__, changes='\n'.join(changes)
                )
            )
        confinement.find_layers.cache_clear()
        try:
            with mock.patch.object(launcher, '__file__', path):
                yield
        finally:
            confinement.find_layers.cache_clear()
