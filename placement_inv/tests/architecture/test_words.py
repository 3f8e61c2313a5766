"""The list of uninformative names is correct."""

import testtools

from placement_inv.tests.architecture import words

_SOURCE = """
def of(found, host):
    kept, speed = found, host
    for written in kept:
        print(written)

def find_all(ctx, reserved):
    selected_hosts = asked = ctx
"""


class TestWords(testtools.TestCase):
    def test_participles_and_prepositions_are_found(self):
        self.assertEqual(
            [
                ('function', 'of'),
                ('variable', 'asked'),
                ('variable', 'found'),
                ('variable', 'kept'),
                ('variable', 'written'),
            ],
            sorted(
                (name.kind, name.text)
                for name in words.names_in(_SOURCE, 'module.py')
            ),
        )

    def test_tests_are_not_listed(self):
        paths = {name.path for name in words.names_in_package()}
        self.assertFalse([path for path in paths if '/tests/' in path])
