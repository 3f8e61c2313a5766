"""Resolution of the paths that a confined program may use."""

import os
import tempfile
import unittest

from placement_inv.objects.host_inventory.importing import launcher


class ResolveTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.base = os.path.realpath(directory.name)
        os.makedirs(self.path('real/inner'))

    def path(self, name):
        return os.path.join(self.base, name)

    def link(self, name, target):
        os.symlink(target, self.path(name))
        return self.path(name)

    def resolve(self, path):
        links = {}
        return launcher._resolve(path, links), links

    def test_a_path_without_links_is_itself(self):
        path = self.path('real/inner')
        self.assertEqual((path, {}), self.resolve(path))
        self.assertEqual((path, {}), self.resolve(f'/{path}/./'))

    def test_each_link_on_the_way_is_noted(self):
        first = self.link('first', 'second')
        second = self.link('second', self.path('real'))
        self.assertEqual(
            (
                self.path('real/inner'),
                {first: 'second', second: self.path('real')},
            ),
            self.resolve(f'{first}/inner'),
        )

    def test_a_parent_is_that_of_where_a_link_leads(self):
        link = self.link('link', 'real/inner')
        self.assertEqual(self.path('real'), self.resolve(f'{link}/..')[0])

    def test_resolved_paths_agree_with_the_system(self):
        self.link('up', 'real/inner/../..')
        self.link('real/root', '/')
        for name in ('up/real', 'up/up/up/real/inner', 'real/root/usr'):
            path = self.path(name)
            self.assertEqual(os.path.realpath(path), self.resolve(path)[0])
