"""The variables that a deployer may let sources set."""

import unittest

from placement_inv.conf import environment_prefixes


class TestPrefix(unittest.TestCase):
    def setUp(self):
        self.read = environment_prefixes.Prefix()

    def test_prefixes_of_harmless_names_are_accepted(self):
        for text in ('AWS_', 'VMWARE', '_my_prefix', 'Os_'):
            self.assertEqual(text, self.read(text))

    def test_texts_that_are_no_prefix_are_refused(self):
        for text in ('', 'AB', '1ABC', 'A B', 'A-BC', 'ÄBC'):
            with (
                self.subTest(text),
                self.assertRaisesRegex(ValueError, 'at least 3 letters'),
            ):
                self.read(text)

    def test_prefixes_of_dangerous_names_are_refused(self):
        for text in ('LD_PRELOAD', 'PYTHONPATH', 'PYT', 'ANSIBLE_', 'PATH'):
            with self.subTest(text), self.assertRaises(ValueError):
                self.read(text)

    def test_no_prefix_allows_a_dangerous_name(self):
        for name in (
            *environment_prefixes.NEVER_STARTS,
            *environment_prefixes.NEVER_NAMES,
        ):
            self.assertTrue(environment_prefixes.is_never_set(name), name)
            for length in range(3, len(name) + 1):
                with self.assertRaises(ValueError):
                    self.read(name[:length])
        self.assertFalse(environment_prefixes.is_never_set('AWS_REGION'))
