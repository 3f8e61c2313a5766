"""Confines its own process, then executes a program in it.

Python runs this file with the settings as JSON in the first argument, and the
program with its arguments after it; a `preexec_fn` is not safe in a process
with threads. The file imports nothing of the project, so that it starts fast
and needs no import path.

Three layers confine a program, as far as the kernel supports them: an empty
file system and network (namespaces), rules for files (Landlock) and a filter
of system calls (seccomp). Without a program, the launcher prints as JSON
which layers took effect.
"""

import ctypes
import json
import os
import resource
import signal
import sys

CANNOT_START = 127
#: The required layers, as error messages name them.
REQUIRED = {
    'files': 'rules for files (Landlock, Linux 5.13)',
    'calls': 'a filter of system calls (seccomp, on x86_64 or aarch64)',
}

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_LOWER = 47, 3
# CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: to read files of other users.
_KEPT_CAPABILITIES = (1, 2)

# Landlock: system call numbers are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = (
    1 << 6,
    1 << 9,
    1 << 10,
    1 << 11,
)
# The rights of Landlock's version 1, then (version, right added by it).
_ALL_OF_VERSION_1 = (1 << 13) - 1
_ADDED_RIGHTS = ((2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_ALL_NETWORK, _NETWORK_VERSION = 3, 4
# No signals to other processes, and no abstract sockets of others.
_ALL_SCOPES, _SCOPES_VERSION = 3, 6
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | (1 << 14) | (1 << 15)
_NEVER_WRITABLE = _EXECUTE | _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK

# Mount, IPC and network; an ordinary user also needs a user namespace.
_NAMESPACES, _USER_NAMESPACE = 0x00020000 | 0x08000000 | 0x40000000, 0x10000000
_PIVOT_ROOT = {'x86_64': 155, 'aarch64': 41}
_MS_BIND, _MS_REC, _MS_PRIVATE, _MNT_DETACH = 1 << 12, 1 << 14, 1 << 18, 2
# A directory that every system has, and that the program does not need.
_NEW_ROOT = '/proc'

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


class _Filter(ctypes.Structure):
    _fields_ = (('length', ctypes.c_ushort), ('lines', ctypes.c_char_p))


def main(arguments):
    """Apply the settings, then become the program."""
    settings, program = json.loads(arguments[0]), arguments[1:]
    _die_with_parent(settings['parent'])
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.umask(0o077)
    os.nice(settings['nice'])
    for name, value in settings['limits'].items():
        _limit(getattr(resource, name), value)
    if settings['confine']:
        layers = confine(settings)
        lacking = [text for name, text in REQUIRED.items() if not layers[name]]
        if not program:
            print(json.dumps(layers))
            return
        if lacking and settings['must_confine']:
            print(
                'the system cannot confine programs: it has no '
                + ' and no '.join(lacking),
                file=sys.stderr,
            )
            os._exit(CANNOT_START)
    try:
        os.execv(program[0], program)  # noqa: S606 - it is what this is for
    except OSError as error:
        print(f'cannot run {program[0]}: {error}', file=sys.stderr)
        os._exit(CANNOT_START)


def confine(settings):
    """Forbid all that the settings do not allow; return {layer: bool}."""
    layers = {'root': _enter_empty_root(settings)}
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    layers['files'] = _forbid_files(
        settings['readable'], settings['writable'], settings['executable']
    )
    _drop_capabilities()
    # The kernel resets this setting when capabilities change.
    _die_with_parent(settings['parent'])
    layers['calls'] = _forbid_calls(bytes.fromhex(settings['filter']))
    return layers


def _die_with_parent(parent):
    """Make the kernel kill this process when its parent ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        # The parent ended before the setting took effect.
        os._exit(CANNOT_START)


def _limit(kind, value):
    # SIGXCPU comes at the soft limit, SIGKILL at the hard one.
    hard = value + 5 if kind == resource.RLIMIT_CPU else value
    maximum = resource.getrlimit(kind)[1]
    if maximum != resource.RLIM_INFINITY:
        value, hard = min(value, maximum), min(hard, maximum)
    resource.setrlimit(kind, (value, hard))


def landlock_version():
    """Return the version of Landlock in this kernel; below 1 for none."""
    return _libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)


def _forbid_files(readable, writable, executable):
    """Forbid the network and all other files; return whether that worked.

    `readable` files can also be executed, unless `executable` lists the files
    that can.
    """
    version = landlock_version()
    if version < 1:
        return False
    files = _ALL_OF_VERSION_1
    for since, right in _ADDED_RIGHTS:
        files |= right if version >= since else 0
    ruleset = _Ruleset(files, _ALL_NETWORK, _ALL_SCOPES)
    size = 8
    if version >= _NETWORK_VERSION:
        size = 24 if version >= _SCOPES_VERSION else 16
    handle = _libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if handle < 0:
        return False
    runs = 0 if executable else _EXECUTE
    for path in readable:
        _allow(handle, path, runs | _READ_FILE | _READ_DIR)
    for path in executable:
        _allow(handle, path, _EXECUTE | _READ_FILE)
    for path in writable:
        _allow(handle, path, files & ~_NEVER_WRITABLE)
    is_restricted = not _libc.syscall(_RESTRICT_SELF, handle, 0)
    os.close(handle)
    return is_restricted


def _allow(ruleset, path, rights):
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= _FILE_RIGHTS
    rule = _PathRule(rights, parent)
    _libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(parent)


def _drop_capabilities():
    """Drop root's capabilities, except those over files.

    Landlock restricts the latter. Other users have no capabilities.
    """
    for number in range(64):
        if number not in _KEPT_CAPABILITIES:
            _libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0)
            _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_LOWER, number, 0, 0)


def _forbid_calls(lines):
    """Install a filter of system calls; return whether that worked."""
    if not lines:
        return False
    whole = _Filter(len(lines) // 8, lines)
    return not _libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(whole), 0, 0
    )


def _enter_empty_root(settings):
    """Enter a file system of the named files only, without a network.

    Return whether that worked. Landlock alone still lets a program find out
    whether other files exist.
    """
    number = _PIVOT_ROOT.get(os.uname().machine)
    if number is None or not _unshare():
        return False
    names = ('readable', 'executable', 'writable')
    directory = os.getcwd()
    try:
        _build_root(path for name in names for path in settings[name])
        os.chdir(_NEW_ROOT)
    except OSError:
        return False
    # Mounts the old root on top of the new one, where it is unmounted.
    if _libc.syscall(number, b'.', b'.'):
        os.chdir(directory)
        return False
    if _libc.umount2(b'.', _MNT_DETACH):
        os._exit(CANNOT_START)
    os.chdir(directory)
    return True


def _unshare():
    """Enter new namespaces; return whether that worked."""
    if not _libc.unshare(_NAMESPACES):
        return True
    if _has_capabilities():
        # In a user namespace they no longer apply to files of other users.
        return False
    user, group = os.geteuid(), os.getegid()
    if _libc.unshare(_NAMESPACES | _USER_NAMESPACE):
        return False
    maps = (
        ('setgroups', 'deny'),
        ('uid_map', f'{user} {user} 1'),
        ('gid_map', f'{group} {group} 1'),
    )
    try:
        for name, text in maps:
            with open(f'/proc/self/{name}', 'w') as file:
                file.write(text)
    except OSError:
        return False
    return True


def _has_capabilities():
    try:
        with open('/proc/self/status') as file:
            lines = dict(line.split(':', 1) for line in file)
    except OSError:
        return True
    return int(lines['CapEff'], 16) != 0


def _build_root(paths):
    """Build a new root with these files, directories and links to them."""
    links, targets = {}, set()
    for path in paths:
        if os.path.exists(path):
            targets.add(_resolve(path, links))
    _mount('', '/', '', _MS_REC | _MS_PRIVATE)
    _mount('tmpfs', _NEW_ROOT, 'tmpfs', 0)
    mounts = []
    # A directory is sorted before its contents, which need no own mount.
    for target in sorted(targets):
        if not any(target.startswith(f'{path}/') for path in mounts):
            place = _NEW_ROOT + target
            if os.path.isdir(target):
                os.makedirs(place, exist_ok=True)
            else:
                os.makedirs(os.path.dirname(place), exist_ok=True)
                open(place, 'a').close()
            _mount(target, place, '', _MS_BIND | _MS_REC)
            mounts.append(target)
    for link, target in links.items():
        place = _NEW_ROOT + link
        if not os.path.lexists(place):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            os.symlink(target, place)


def _resolve(path, links):
    """Return the real path; add {link: its target} of links on the way."""
    target, parts = '', path.split('/')[::-1]
    while parts:
        part = parts.pop()
        place = f'{target}/{part}'
        if part == '..':
            target = os.path.dirname(target).rstrip('/')
        elif part not in {'', '.'} and os.path.islink(place):
            links[place] = os.readlink(place)
            if links[place].startswith('/'):
                target = ''
            parts += links[place].split('/')[::-1]
        elif part not in {'', '.'}:
            target = place
    return target


def _mount(source, target, kind, flags):
    arguments = (os.fsencode(text) for text in (source, target, kind))
    if _libc.mount(*arguments, ctypes.c_ulong(flags), None):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), target)


if __name__ == '__main__':
    main(sys.argv[1:])
