"""The numbers of system calls, compared with those of libseccomp.

Python finds a library with the help of programs, such as ldconfig.
"""

import ctypes
import ctypes.util
import os
import unittest

from placement_inv.objects.host_inventory.importing import seccomp

#: The architectures in the order of the columns of SYSTEM_CALLS.
_X86_64, _AARCH64 = 0xC000003E, 0xC00000B7


class TestNumbers(unittest.TestCase):
    def test_the_numbers_are_those_of_libseccomp(self):
        """For both machines, on either of them."""
        name = ctypes.util.find_library('seccomp')
        if name is None:
            text = 'this system has no libseccomp to compare with'
            if os.environ.get('CI'):
                self.fail(text)
            self.skipTest(text)
        resolve = ctypes.CDLL(name).seccomp_syscall_resolve_name_arch
        for column, architecture in enumerate((_X86_64, _AARCH64)):
            for call, numbers in seccomp.SYSTEM_CALLS.items():
                number = resolve(ctypes.c_uint32(architecture), call.encode())
                # A negative number: the machine does not have the call.
                names = number if number >= 0 else None
                self.assertEqual(names, numbers[column], (column, call))
