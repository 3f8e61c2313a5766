"""The Ansible plugins import only Ansible and the standard library."""

import ast
import pathlib
import sys

import testtools

import placement_inv

_PLUGINS = pathlib.Path(placement_inv.__file__).parent / 'ansible'
_AVAILABLE = {'ansible', *sys.stdlib_module_names}


def _list_imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition('.')[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield (node.module or '').partition('.')[0]


class TestPlugins(testtools.TestCase):
    def test_plugins_import_only_available_packages(self):
        plugins = [
            path
            for path in _PLUGINS.rglob('*.py')
            if path.name != '__init__.py'
        ]
        self.assertNotEqual([], plugins)
        for path in plugins:
            packages = set(_list_imports(path))
            self.assertIn('ansible', packages, path)
            self.assertEqual(set(), packages - _AVAILABLE, path)
