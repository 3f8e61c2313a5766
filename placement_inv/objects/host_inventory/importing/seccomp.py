"""The filter of system calls that a child process runs under.

Seccomp runs a small program of the "classic" packet filter before each system
call. This module writes that program; the launcher, which imports nothing of
the project, hands it to the kernel.

The filter is a positive list. A call it does not name is answered as a kernel
answers that does not know it: what libraries try first and can do without,
such as `clone3` and `io_uring_setup`, fails in the way they expect, and so do
calls that are invented later. The list has what it takes to compute and to
read and write files. What it leaves out on purpose:

* sockets of every family and `io_uring`, which opens sockets, too;
* other processes: `fork`, `kill` and its kin, `ptrace`, `process_vm_*`,
  `pidfd_*`, `sched_set*`, `setpriority`, shared memory, semaphores and
  message queues of both kinds, `perf_event_open`;
* the machine: mounts, namespaces, keys, `bpf`, `userfaultfd`, modules, clocks;
* files without a name that the file rules could judge: `memfd_create`,
  `execveat`, `open_by_handle_at`.
"""

import dataclasses
import errno
import struct
import sys

#: name: its numbers on x86_64 and on aarch64; None where there is none.
SYSTEM_CALLS = {
    # Memory, threads, signals that arrive, and the end.
    'brk': (12, 214),
    'mmap': (9, 222),
    'mprotect': (10, 226),
    'munmap': (11, 215),
    'mremap': (25, 216),
    'madvise': (28, 233),
    'membarrier': (324, 283),
    'futex': (202, 98),
    'set_robust_list': (273, 99),
    'get_robust_list': (274, 100),
    'set_tid_address': (218, 96),
    'rseq': (334, 293),
    'arch_prctl': (158, None),
    'execve': (59, 221),
    'exit': (60, 93),
    'exit_group': (231, 94),
    'rt_sigaction': (13, 134),
    'rt_sigprocmask': (14, 135),
    'rt_sigreturn': (15, 139),
    'rt_sigtimedwait': (128, 137),
    'sigaltstack': (131, 132),
    'restart_syscall': (219, 128),
    'wait4': (61, 260),
    'waitid': (247, 95),
    'sched_yield': (24, 124),
    'sched_getaffinity': (204, 123),
    'getcpu': (309, 168),
    'clone': (56, 220),
    # The process itself, the time, chance.
    'getpid': (39, 172),
    'gettid': (186, 178),
    'getppid': (110, 173),
    'getpgrp': (111, None),
    'getuid': (102, 174),
    'geteuid': (107, 175),
    'getgid': (104, 176),
    'getegid': (108, 177),
    'getresuid': (118, 148),
    'getresgid': (120, 150),
    'getgroups': (115, 158),
    'uname': (63, 160),
    'sysinfo': (99, 179),
    'getrusage': (98, 165),
    'getrlimit': (97, 163),
    'prlimit64': (302, 261),
    'umask': (95, 166),
    'times': (100, 153),
    'time': (201, None),
    'gettimeofday': (96, 169),
    'clock_gettime': (228, 113),
    'clock_getres': (229, 114),
    'clock_nanosleep': (230, 115),
    'nanosleep': (35, 101),
    'alarm': (37, None),
    'getitimer': (36, 102),
    'setitimer': (38, 103),
    'getrandom': (318, 278),
    # Open files.
    'close': (3, 57),
    'read': (0, 63),
    'readv': (19, 65),
    'pread64': (17, 67),
    'preadv': (295, 69),
    'write': (1, 64),
    'writev': (20, 66),
    'pwrite64': (18, 68),
    'pwritev': (296, 70),
    'lseek': (8, 62),
    'fstat': (5, 80),
    'ftruncate': (77, 46),
    'fsync': (74, 82),
    'fdatasync': (75, 83),
    'sendfile': (40, 71),
    'fcntl': (72, 25),
    'ioctl': (16, 29),
    'dup': (32, 23),
    'dup2': (33, None),
    'dup3': (292, 24),
    'pipe': (22, None),
    'pipe2': (293, 59),
    'poll': (7, None),
    'ppoll': (271, 73),
    'select': (23, None),
    'pselect6': (270, 72),
    'epoll_create': (213, None),
    'epoll_create1': (291, 20),
    'epoll_ctl': (233, 21),
    'epoll_wait': (232, None),
    'epoll_pwait': (281, 22),
    'eventfd': (284, None),
    'eventfd2': (290, 19),
    'getdents': (78, None),
    'getdents64': (217, 61),
    # Files by name: Landlock has the say which of them. No call that changes
    # modes, owners or times by name, or truncates: Landlock knows only later,
    # or never, of those.
    'open': (2, None),
    'openat': (257, 56),
    'stat': (4, None),
    'lstat': (6, None),
    'newfstatat': (262, 79),
    'statx': (332, 291),
    'access': (21, None),
    'faccessat': (269, 48),
    'faccessat2': (439, 439),
    'readlink': (89, None),
    'readlinkat': (267, 78),
    'statfs': (137, 43),
    'fstatfs': (138, 44),
    'getcwd': (79, 17),
    'chdir': (80, 49),
    'fchdir': (81, 50),
    'mkdir': (83, None),
    'mkdirat': (258, 34),
    'rmdir': (84, None),
    'unlink': (87, None),
    'unlinkat': (263, 35),
    'rename': (82, None),
    'renameat': (264, 38),
    'renameat2': (316, 276),
    'symlink': (88, None),
    'symlinkat': (266, 36),
    # Answered by a reason a reader of the tool's output understands.
    'socket': (41, 198),
    'socketpair': (53, 199),
}

_CLONE_THREAD = 0x00010000
#: Those of `clone`: mount, cgroup, UTS, IPC, user, PID and network.
_NAMESPACES = 0x7E020000
_O_ACCMODE, _O_TRUNC = 0x3, 0x200


@dataclasses.dataclass(frozen=True)
class _Argument:
    """What an argument of a call has to be, under a mask."""

    position: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    is_forbidden: bool = False


_ARGUMENTS = {
    # Threads, but neither processes nor namespaces.
    'clone': _Argument(0, (_CLONE_THREAD,), _CLONE_THREAD | _NAMESPACES),
    # Landlock takes an opening for reading that truncates for mere reading
    # until its version 3.
    'open': _Argument(
        1, (_O_TRUNC,), _O_ACCMODE | _O_TRUNC, is_forbidden=True
    ),
    'openat': _Argument(
        2, (_O_TRUNC,), _O_ACCMODE | _O_TRUNC, is_forbidden=True
    ),
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. Above all
    # not F_SETOWN, by which the kernel sends signals to other processes.
    'fcntl': _Argument(1, (0, 1, 2, 3, 4, 1030)),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
    'ioctl': _Argument(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # Only its own limits.
    'prlimit64': _Argument(0, (0,)),
}
_FORBIDDEN = ('socket', 'socketpair')

#: machine: its column above and its AUDIT_ARCH_* constant.
_MACHINES = {'x86_64': (0, 0xC000003E), 'aarch64': (1, 0xC00000B7)}

# Offsets in `struct seccomp_data`.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _AND, _EQUALS, _RETURN = 0x20, 0x54, 0x15, 0x06


def build_filter(machine: str) -> bytes:
    """Return the filter for a machine; empty if there is none for it.

    A call of another architecture than the machine's own has other numbers:
    it ends the process. Calls of x32 have numbers of their own, none of which
    is on the list.
    """
    if machine not in _MACHINES or sys.maxsize < 2**32:
        return b''
    column, architecture = _MACHINES[machine]
    lines = [
        _build_instruction(_LOAD, _ARCHITECTURE),
        _build_instruction(_EQUALS, architecture, if_so=1),
        _build_instruction(_RETURN, _KILL),
        _build_instruction(_LOAD, _NUMBER),
    ]
    for name, numbers in SYSTEM_CALLS.items():
        if numbers[column] is not None:
            answer = _build_answer(name)
            lines += [
                _build_instruction(
                    _EQUALS, numbers[column], if_not=len(answer)
                ),
                *answer,
            ]
    return b''.join(
        (*lines, _build_instruction(_RETURN, _ERRNO | errno.ENOSYS))
    )


def _build_answer(name: str) -> list[bytes]:
    """Return what is done about a call that is on the list."""
    allow, refuse = (
        _build_instruction(_RETURN, _ALLOW),
        _build_instruction(_RETURN, _ERRNO | errno.EPERM),
    )
    if name in _FORBIDDEN:
        return [refuse]
    argument = _ARGUMENTS.get(name)
    if argument is None:
        return [allow]
    count = len(argument.values)
    # Arguments are 64 bits wide, the lower half first. Of those looked at
    # here the kernel uses the lower half only.
    return [
        _build_instruction(_LOAD, _FIRST_ARGUMENT + 8 * argument.position),
        _build_instruction(_AND, argument.mask),
        *(
            _build_instruction(_EQUALS, value, if_so=count - position)
            for position, value in enumerate(argument.values)
        ),
        allow if argument.is_forbidden else refuse,
        refuse if argument.is_forbidden else allow,
    ]


def _build_instruction(
    code: int, value: int, *, if_so: int = 0, if_not: int = 0
) -> bytes:
    """Return one instruction; the jumps are counted from the next one."""
    return struct.pack('=HBBI', code, if_so, if_not, value)
