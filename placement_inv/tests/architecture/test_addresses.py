"""Each module with logic has a test module at the mirrored path.

The tests of `placement_inv/web/router.py` are in `unit/web/test_router.py` or
in `functional/web/test_router.py`, both below `tests`. The tests of a
package's `__init__.py` are in a module named like the package.
"""

import ast
import pathlib

import testtools

import placement_inv
from placement_inv.tests.architecture import addresses

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
_TESTS = _PACKAGE / 'tests'
#: `tests/migrations` compares all migrations with the tables.
_MIGRATIONS = _PACKAGE / 'db' / 'migrations'

#: Nodes that decide, repeat, or handle errors.
_LOGIC = (
    ast.BoolOp,
    ast.For,
    ast.If,
    ast.IfExp,
    ast.Match,
    ast.Try,
    ast.While,
    ast.With,
    ast.comprehension,
)


def _has_logic(tree):
    """Tell whether a function of a module contains logic."""
    functions = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.Lambda)
    )
    return any(
        isinstance(node, _LOGIC)
        for function in functions
        for node in ast.walk(function)
    )


def _test_paths(module):
    """Return the mirrored paths of a module's tests."""
    if module.name == '__init__.py':
        module = module.parent
    name = f'test_{module.stem}.py'
    return [
        _TESTS / kind / module.parent / name for kind in ('unit', 'functional')
    ]


def _modules_without_tests():
    for path in sorted(_PACKAGE.rglob('*.py')):
        if {_TESTS, _MIGRATIONS} & set(path.parents):
            continue
        module = path.relative_to(_PACKAGE)
        tree = ast.parse(path.read_text(encoding='utf-8'))
        if _has_logic(tree) and not any(
            test.exists() for test in _test_paths(module)
        ):
            yield str(module)


class TestAddresses(testtools.TestCase):
    def test_every_module_with_logic_has_a_test_module(self):
        names = set(_modules_without_tests())
        new = sorted(names - addresses.TESTED_ELSEWHERE)
        self.assertEqual(
            [], new, 'write their test modules at the mirrored path'
        )

    def test_modules_tested_elsewhere_become_fewer(self):
        names = set(_modules_without_tests())
        done_modules = sorted(
            module
            for module in addresses.TESTED_ELSEWHERE - names
            if (_PACKAGE / module).exists()
        )
        self.assertEqual(
            [], done_modules, 'remove them from addresses.TESTED_ELSEWHERE'
        )

    def test_tables_and_plain_calls_are_not_logic(self):
        for text, expected in (
            ('NAMES = [each for each in "ab"]', False),
            ('def get(ctx):\n    return find(ctx)', False),
            ('def get(ctx):\n    return a if ctx else b', True),
            ('KEY = lambda row: row.a or row.b', True),
            ('class A:\n    def b(self):\n        for c in d: pass', True),
        ):
            self.assertEqual(expected, _has_logic(ast.parse(text)), text)
