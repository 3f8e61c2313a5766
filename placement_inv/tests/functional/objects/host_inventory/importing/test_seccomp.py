"""The numbers of system calls, compared with those of libseccomp.

Python finds a library by means of other programs, such as ldconfig.
"""

import ctypes
import ctypes.util
import os
import unittest

from placement_inv.objects.host_inventory.importing import seccomp

#: The architectures in the order of the columns of SYSTEM_CALLS.
_X86_64, _AARCH64 = 0xC000003E, 0xC00000B7


class TestNumbers(unittest.TestCase):
    def test_they_are_those_that_a_library_knows(self):
        """Of both machines, whichever the test runs on."""
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
                # Below zero: this machine has no such call.
                known = number if number >= 0 else None
                self.assertEqual(known, numbers[column], (column, call))
