"""No test measures time; benches do, on an idle machine."""

import ast
import pathlib

import testtools

from placement_inv import tests

_TESTS = pathlib.Path(tests.__file__).parent
_CLOCKS = ('monotonic', 'perf_counter', 'process_time', 'thread_time', 'time')


def _is_clock(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == 'time'
        and node.func.attr in _CLOCKS
    )


def _measurements(tree):
    """Yield subtractions from the current time.

    A loop that waits for a condition adds to the current time instead.
    """
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Sub)
            and _is_clock(node.left)
        ):
            yield node


class TestClocks(testtools.TestCase):
    def test_no_test_measures_time(self):
        modules = sorted(_TESTS.rglob('test_*.py'))
        self.assertNotEqual([], modules)
        places = [
            f'{module.relative_to(_TESTS)}:{node.lineno}'
            for module in modules
            for node in _measurements(ast.parse(module.read_text('utf-8')))
        ]
        self.assertEqual([], places)

    def test_a_measurement_is_found(self):
        tree = ast.parse('self.assertLess(time.monotonic() - began, 3)')
        self.assertEqual(1, len(list(_measurements(tree))))
