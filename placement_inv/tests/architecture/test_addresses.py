"""Each module with logic has its test module at the mirrored path.

What tests `placement_inv/web/router.py` is in `tests/unit/web/test_router.py`
or in `tests/functional/web/test_router.py`, what tests a package's
`__init__.py` in a test module named like the package.
"""

import ast
import pathlib

import testtools

import placement_inv
from placement_inv.tests.architecture import addresses

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
_TESTS = _PACKAGE / 'tests'
#: Their sum is compared with the tables, by `tests/migrations`.
_MIGRATIONS = _PACKAGE / 'db' / 'migrations'

#: What decides, repeats, or handles a failure.
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
    """Tell whether a function of a module does more than name or call."""
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
    """Return the mirrored paths of a module, from the tests' directories."""
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
        without = set(_modules_without_tests())
        new = sorted(without - addresses.TESTED_ELSEWHERE)
        self.assertEqual(
            [], new, 'write their test modules at the mirrored path'
        )

    def test_modules_tested_elsewhere_become_fewer(self):
        without = set(_modules_without_tests())
        done = sorted(
            module
            for module in addresses.TESTED_ELSEWHERE - without
            if (_PACKAGE / module).exists()
        )
        self.assertEqual([], done, 'take them off addresses.TESTED_ELSEWHERE')

    def test_tables_and_plain_calls_are_no_logic(self):
        for text, expected in (
            ('NAMES = [each for each in "ab"]', False),
            ('def get(ctx):\n    return find(ctx)', False),
            ('def get(ctx):\n    return a if ctx else b', True),
            ('KEY = lambda row: row.a or row.b', True),
            ('class A:\n    def b(self):\n        for c in d: pass', True),
        ):
            self.assertEqual(expected, _has_logic(ast.parse(text)), text)
