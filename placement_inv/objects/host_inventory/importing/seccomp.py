"""Builds the filter of system calls for child processes.

Before each system call, the kernel runs a small program for the "classic"
packet filter. This module builds that program; the launcher, which imports
nothing of the project, passes it to the kernel.

The filter is a positive list. Other calls fail with ENOSYS, as in a kernel
that does not have them. Libraries expect this from calls that they can do
without, such as `clone3` and `io_uring_setup`, and later kernels can add
calls safely. The list has the calls that computing and reading and writing
files need. It deliberately leaves out:

* sockets of every family, and `io_uring`, which can open sockets;
* other processes: `fork`, `kill` and similar, `ptrace`, `process_vm_*`,
  `pidfd_*`, `sched_set*`, `setpriority`, shared memory, semaphores and
  message queues of both kinds, `perf_event_open`;
* the machine: mounts, namespaces, keys, `bpf`, `userfaultfd`, modules, clocks;
* files without a path, which Landlock cannot check: `memfd_create`,
  `execveat`, `open_by_handle_at`.
"""

import dataclasses
import errno
import struct
import sys

#: {name: (number on x86_64, number on aarch64)}; None if there is none.
SYSTEM_CALLS = {
    # Memory, threads, handling of signals, exit.
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
    # The process itself, time, random numbers.
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
    # Files by path, which Landlock restricts. No call that changes modes,
    # owners or times by path, or truncates: only later versions of Landlock,
    # or none, restrict these.
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
    # Fail with EPERM, which readers of the tool's output understand.
    'socket': (41, 198),
    'socketpair': (53, 199),
}

_CLONE_THREAD = 0x00010000
#: Flags of `clone`: mount, cgroup, UTS, IPC, user, PID and network.
_NAMESPACES = 0x7E020000
_O_ACCMODE, _O_TRUNC = 0x3, 0x200


@dataclasses.dataclass(frozen=True)
class _Argument:
    """The values that an argument of a call may have, under a mask."""

    position: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    is_forbidden: bool = False


_ARGUMENTS = {
    # Threads, but neither processes nor namespaces.
    'clone': _Argument(0, (_CLONE_THREAD,), _CLONE_THREAD | _NAMESPACES),
    # Before its version 3, Landlock checks O_RDONLY | O_TRUNC as reading,
    # although it truncates the file.
    'open': _Argument(
        1, (_O_TRUNC,), _O_ACCMODE | _O_TRUNC, is_forbidden=True
    ),
    'openat': _Argument(
        2, (_O_TRUNC,), _O_ACCMODE | _O_TRUNC, is_forbidden=True
    ),
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. Not
    # F_SETOWN, which makes the kernel send signals to other processes.
    'fcntl': _Argument(1, (0, 1, 2, 3, 4, 1030)),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
    'ioctl': _Argument(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # Only the limits of the process itself.
    'prlimit64': _Argument(0, (0,)),
}
_FORBIDDEN = ('socket', 'socketpair')

#: {machine: (its column in SYSTEM_CALLS, its AUDIT_ARCH_* constant)}
_MACHINES = {'x86_64': (0, 0xC000003E), 'aarch64': (1, 0xC00000B7)}

# Offsets in `struct seccomp_data`.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _AND, _EQUALS, _RETURN = 0x20, 0x54, 0x15, 0x06


def build_filter(machine: str) -> bytes:
    """Return the filter for a machine; b'' for other machines.

    Calls of another architecture have other numbers: they kill the process.
    Calls of x32 have their own numbers, none of which is on the list.
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
    """Return the instructions for a call that is on the list."""
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
    # Arguments have 64 bits, the lower half first. The kernel uses only the
    # lower half of those that are checked here.
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
    """Return one instruction; jumps are relative to the next one."""
    return struct.pack('=HBBI', code, if_so, if_not, value)
