"""Linux starts a program with the variables that a source adds."""

import subprocess
import unittest

from placement_inv.objects.host_inventory.importing import environment


class TestSizes(unittest.TestCase):
    def test_linux_starts_a_program_with_as_many_variables_as_are_added(self):
        source_vars = {f'X_{number}': 'x' * 60_000 for number in range(40)}
        whole, _lines = environment.extend({}, source_vars, ('X_',))
        self.assertLess(0, len(whole))
        self.assertLess(len(whole), len(source_vars))
        subprocess.run(['/bin/true'], env=whole, check=True)
