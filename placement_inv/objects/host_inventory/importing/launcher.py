"""Turn this process into another program that can do little harm.

Run as a file by a bare interpreter, with its settings as JSON in the first
argument and the program with its arguments behind: a `preexec_fn` would not
be safe in a process with threads. Imports nothing of the project, so that it
starts fast and needs no path.
"""

import ctypes
import json
import os
import resource
import signal
import sys

CANNOT_START = 127

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38

# Landlock: system call numbers are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
# Rights that exist since version 1 of Landlock, then those added later.
_ALL_OF_VERSION_1 = (1 << 13) - 1
_ADDED_RIGHTS = ((2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_ALL_NETWORK, NETWORK_VERSION = 3, 4
# No signals to others, and no sockets of others that have no file.
_ALL_SCOPES, _SCOPES_VERSION = 3, 6
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | (1 << 14) | (1 << 15)

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ('files', ctypes.c_uint64),
        ('network', ctypes.c_uint64),
        ('scopes', ctypes.c_uint64),
    )


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (('allowed', ctypes.c_uint64), ('parent', ctypes.c_int32))


def main(arguments):
    """Apply the settings, then become the program."""
    settings, program = json.loads(arguments[0]), arguments[1:]
    _die_with(settings['parent'])
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.umask(0o077)
    os.nice(settings['nice'])
    for name, value in settings['limits'].items():
        _limit(getattr(resource, name), value)
    if settings['confined']:
        confined = confine(
            settings['readable'],
            settings['writable'],
            settings['executable'],
        )
        if settings['must_confine'] and not confined:
            print(
                'the kernel cannot confine programs (Landlock), and what '
                'evaluates templates does not run without',
                file=sys.stderr,
            )
            os._exit(CANNOT_START)
    try:
        os.execv(program[0], program)  # noqa: S606 - it is what this is for
    except OSError as error:
        print(f'cannot run {program[0]}: {error}', file=sys.stderr)
        os._exit(CANNOT_START)


def _die_with(parent):
    """Have the kernel kill this process when its parent is gone."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        # It went before the kernel knew of our wish.
        os._exit(CANNOT_START)


def _limit(kind, value):
    # A program that has used up its time is told so by SIGXCPU first.
    hard = value + 5 if kind == resource.RLIMIT_CPU else value
    allowed = resource.getrlimit(kind)[1]
    if allowed != resource.RLIM_INFINITY:
        value, hard = min(value, allowed), min(hard, allowed)
    resource.setrlimit(kind, (value, hard))


def landlock_version():
    """Return what this kernel can confine; 0 or less is nothing."""
    return _libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)


def confine(readable, writable, executable=None):
    """Forbid the network and all files but these; return if it is so.

    What is `readable` can be run too, unless `executable` names the few
    files that can. Kernels without Landlock forbid nothing: the other limits
    still hold.
    """
    version = landlock_version()
    if version < 1:
        return False
    files = _ALL_OF_VERSION_1
    for since, right in _ADDED_RIGHTS:
        files |= right if version >= since else 0
    ruleset = _Ruleset(files, _ALL_NETWORK, _ALL_SCOPES)
    size = 8
    if version >= NETWORK_VERSION:
        size = 24 if version >= _SCOPES_VERSION else 16
    handle = _libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if handle < 0:
        return False
    runs = 0 if executable else _EXECUTE
    for path in readable:
        _allow(handle, path, runs | _READ_FILE | _READ_DIR)
    for path in executable or ():
        _allow(handle, path, _EXECUTE | _READ_FILE)
    for path in writable:
        _allow(handle, path, files)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _libc.syscall(_RESTRICT_SELF, handle, 0):
        return False
    return version >= NETWORK_VERSION


def _allow(ruleset, path, rights):
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= _OF_FILES
    rule = _PathRule(rights, parent)
    _libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(parent)


if __name__ == '__main__':
    main(sys.argv[1:])
