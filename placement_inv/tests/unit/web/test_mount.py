"""Which application answers below which path."""

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

    def test_the_longest_prefix_wins_and_the_path_stays_whole(self):
        for path in ('/api', '/api/', '/api/v2/hosts/'):
            self.assertEqual(('api', path), self._ask(path))

    def test_a_prefix_ends_with_a_step(self):
        for path in ('/apis', '/', '/traits', '/traits/api'):
            self.assertEqual(('rest', path), self._ask(path))

    def test_what_begins_with_no_slash_is_left_to_the_rest(self):
        for path in ('', '*', 'api'):
            self.assertEqual(('rest', path), self._ask(path))
