"""The application of a path, by its prefix."""

import unittest

from placement_inv.web import mount


class TestMount(unittest.TestCase):
    def setUp(self):
        self.mount = mount.Mount(
            {
                '': lambda environ, _start: ('rest', environ['PATH_INFO']),
                '/api': lambda environ, _start: ('api', environ['PATH_INFO']),
            }
        )

    def _ask(self, path):
        return self.mount({'PATH_INFO': path}, None)

    def test_the_longest_prefix_wins_and_stays_in_the_path(self):
        for path in ('/api', '/api/', '/api/v2/hosts/'):
            self.assertEqual(('api', path), self._ask(path))

    def test_a_prefix_ends_at_a_slash(self):
        for path in ('/apis', '/', '/traits', '/traits/api'):
            self.assertEqual(('rest', path), self._ask(path))

    def test_a_path_without_a_slash_is_for_the_rest(self):
        for path in ('', '*', 'api'):
            self.assertEqual(('rest', path), self._ask(path))
