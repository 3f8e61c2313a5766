"""Which variables a deployer may let sources set."""

import unittest

from placement_inv.conf import environment_prefixes


class TestPrefix(unittest.TestCase):
    def setUp(self):
        self.read = environment_prefixes.Prefix()

    def test_the_start_of_a_harmless_name_is_taken(self):
        for text in ('AWS_', 'VMWARE', '_my_prefix', 'Os_'):
            self.assertEqual(text, self.read(text))

    def test_what_is_no_start_of_a_name_is_refused(self):
        for text in ('', 'AB', '1ABC', 'A B', 'A-BC', 'ÄBC'):
            with (
                self.subTest(text),
                self.assertRaisesRegex(ValueError, 'at least 3 letters'),
            ):
                self.read(text)

    def test_what_lets_in_a_dangerous_name_is_refused(self):
        for text in ('LD_PRELOAD', 'PYTHONPATH', 'PYT', 'ANSIBLE_', 'PATH'):
            with self.subTest(text), self.assertRaises(ValueError):
                self.read(text)

    def test_every_dangerous_name_is_out_of_reach(self):
        for name in (
            *environment_prefixes.NEVER_STARTS,
            *environment_prefixes.NEVER_NAMES,
        ):
            self.assertTrue(environment_prefixes.is_never_set(name), name)
            for length in range(3, len(name) + 1):
                with self.assertRaises(ValueError):
                    self.read(name[:length])
        self.assertFalse(environment_prefixes.is_never_set('AWS_REGION'))
