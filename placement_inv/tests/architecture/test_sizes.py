"""No module and no function is too long.

The aim is 300 lines a module and 40 lines a function. The limits are a little
larger, so that nobody has to squeeze a finished change.
"""

import ast
import pathlib

import testtools

import placement_inv

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
_MODULE_LINES = 400
_FUNCTION_LINES = 60

# Migrations are not changed later.
_MIGRATIONS = _PACKAGE / 'db' / 'migrations' / 'versions'


def _modules():
    return sorted(
        path
        for path in _PACKAGE.rglob('*.py')
        if _MIGRATIONS not in path.parents
    )


def _functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding='utf-8'))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _place(path, line=1):
    return f'{path.relative_to(_PACKAGE.parent)}:{line}'


class TestSizes(testtools.TestCase):
    def test_no_module_is_too_long(self):
        lines = {
            _place(path): len(path.read_text(encoding='utf-8').splitlines())
            for path in _modules()
        }
        self.assertIn('placement_inv/db/transactions.py:1', lines)
        too_long = {
            place: count
            for place, count in lines.items()
            if count > _MODULE_LINES
        }
        self.assertEqual({}, too_long, f'over {_MODULE_LINES} lines')

    def test_no_function_is_too_long(self):
        too_long = {
            _place(path, node.lineno): node.end_lineno - node.lineno + 1
            for path in _modules()
            for node in _functions(path)
            if node.end_lineno - node.lineno >= _FUNCTION_LINES
        }
        self.assertEqual({}, too_long, f'over {_FUNCTION_LINES} lines')
