"""Finds the values at a path in a JSON document."""

from placement_inv.smartfilter.resolved import EACH


def find(document, steps):
    """Return the values at the end of some steps, names and EACH.

    >>> find({'a': [{'b': 1}, {'b': 2}]}, ('a', EACH, 'b'))
    [1, 2]
    """
    values = [document]
    for step in steps:
        values = [
            inner for value in values for inner in _take_step(value, step)
        ]
    return values


def _take_step(value, step):
    if step is EACH:
        return value if isinstance(value, list) else []
    if isinstance(value, dict) and step in value:
        return [value[step]]
    return []
