"""The mirror of names sees what it should, and nothing else."""

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
    def test_names_that_say_too_little_are_seen(self):
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

    def test_the_package_is_read(self):
        paths = {name.path for name in words.names_in_package()}
        self.assertFalse([path for path in paths if '/tests/' in path])
