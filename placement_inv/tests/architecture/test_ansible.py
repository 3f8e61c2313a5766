"""What runs inside of Ansible needs nothing but Ansible and Python."""

import ast
import pathlib
import sys

import testtools

import placement_inv

_PLUGINS = pathlib.Path(placement_inv.__file__).parent / 'ansible'
_THERE = {'ansible', *sys.stdlib_module_names}


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition('.')[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield (node.module or '').partition('.')[0]


class TestPlugins(testtools.TestCase):
    def test_plugins_import_what_is_there(self):
        plugins = [
            path
            for path in _PLUGINS.rglob('*.py')
            if path.name != '__init__.py'
        ]
        self.assertNotEqual([], plugins)
        for path in plugins:
            imported = set(_imported(path))
            self.assertIn('ansible', imported, path)
            self.assertEqual(set(), imported - _THERE, path)
