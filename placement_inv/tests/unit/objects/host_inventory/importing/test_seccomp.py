"""The filter of system calls, interpreted without a kernel."""

import errno
import functools
import struct
import unittest

from placement_inv.objects.host_inventory.importing import seccomp

_X86_64, _AARCH64, _I386 = 0xC000003E, 0xC00000B7, 0x40000003
_ALLOWED, _KILLED = 0x7FFF0000, 0x80000000
_REFUSED = 0x00050000 | errno.EPERM
_UNKNOWN = 0x00050000 | errno.ENOSYS
_MACHINES = {'x86_64': (0, _X86_64), 'aarch64': (1, _AARCH64)}


def answer(program, architecture, number, *arguments):
    """Run a filter as the kernel does; return its result for a call."""
    data = struct.pack(
        '=IIQ6Q', number, architecture, 0, *(*arguments, *(0,) * 6)[:6]
    )
    lines = list(struct.iter_unpack('=HBBI', program))
    register, position = 0, 0
    while True:
        code, if_so, if_not, value = lines[position]
        position += 1
        if code == 0x20:
            register = struct.unpack_from('=I', data, value)[0]
        elif code == 0x54:
            register &= value
        elif code == 0x15:
            position += if_so if register == value else if_not
        elif code == 0x06:
            return value
        else:
            raise AssertionError(f'no such instruction: {code}')


def _ask(machine, call, *arguments):
    """Return the result for a call, by name or number, on a machine."""
    column, architecture = _MACHINES[machine]
    number = (
        seccomp.SYSTEM_CALLS[call][column]
        if call in seccomp.SYSTEM_CALLS
        else call
    )
    program = seccomp.build_filter(machine)
    return answer(program, architecture, number, *arguments)


class TestFilter(unittest.TestCase):
    def each(self):
        for machine in _MACHINES:
            yield machine, functools.partial(_ask, machine)

    def test_calls_that_compute_and_read_files_are_allowed(self):
        for machine, ask in self.each():
            for name in ('read', 'write', 'mmap', 'exit_group', 'execve'):
                self.assertEqual(_ALLOWED, ask(name), (machine, name))
            self.assertEqual(_ALLOWED, ask('openat', 0, 0, 0o2000000))
            # O_WRONLY | O_CREAT | O_TRUNC
            self.assertEqual(_ALLOWED, ask('openat', 0, 0, 0o1101))

    def test_arguments_that_reach_further_are_refused(self):
        thread = 0x3D0F00
        for _machine, ask in self.each():
            self.assertEqual(_ALLOWED, ask('clone', thread))
            for flags in (
                17,  # a process
                *(thread | 1 << bit for bit in (17, 25, *range(26, 31))),
            ):
                self.assertEqual(_REFUSED, ask('clone', flags), hex(flags))
            self.assertEqual(_REFUSED, ask('openat', 0, 0, 0o1000))
            self.assertEqual(_ALLOWED, ask('prlimit64', 0, 7))
            self.assertEqual(_REFUSED, ask('prlimit64', 4711, 7))
            self.assertEqual(_ALLOWED, ask('fcntl', 0, 1030))
            self.assertEqual(_REFUSED, ask('fcntl', 0, 8))
            self.assertEqual(_ALLOWED, ask('ioctl', 0, 0x5401))
            self.assertEqual(_REFUSED, ask('ioctl', 0, 0x5412))

    def test_sockets_and_unknown_calls(self):
        for _machine, ask in self.each():
            for family in (*range(64), 0xFFFFFFFF):
                self.assertEqual(_REFUSED, ask('socket', family))
                self.assertEqual(_REFUSED, ask('socketpair', family))
            # clone3, io_uring, calls of the future, and calls of x32.
            for number in (425, 426, 427, 435, 9999, 0x40000000 | 41):
                self.assertEqual(_UNKNOWN, ask(number), number)

    def test_calls_of_another_architecture(self):
        for machine, (_, architecture) in _MACHINES.items():
            program = seccomp.build_filter(machine)
            for other in {_X86_64, _AARCH64, _I386} - {architecture}:
                for number in range(512):
                    self.assertEqual(_KILLED, answer(program, other, number))

    def test_the_filter_is_short_enough_for_the_kernel(self):
        for machine in _MACHINES:
            self.assertLess(len(seccomp.build_filter(machine)) // 8, 4096)

    def test_a_machine_without_numbers_has_no_filter(self):
        self.assertEqual(b'', seccomp.build_filter('mips64'))

    def test_no_two_calls_share_a_number(self):
        for column in (0, 1):
            numbers = [
                pair[column]
                for pair in seccomp.SYSTEM_CALLS.values()
                if pair[column] is not None
            ]
            self.assertEqual(len(set(numbers)), len(numbers))
