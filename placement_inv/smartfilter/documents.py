"""What is in a JSON document at the end of some steps."""

from placement_inv.smartfilter.resolved import EACH


def find(document, steps):
    """List what some steps, names and EACH, lead to.

    >>> found({'a': [{'b': 1}, {'b': 2}]}, ('a', EACH, 'b'))
    [1, 2]
    """
    values = [document]
    for step in steps:
        values = [inner for value in values for inner in _inside(value, step)]
    return values


def _inside(value, step):
    if step is EACH:
        return value if isinstance(value, list) else []
    if isinstance(value, dict) and step in value:
        return [value[step]]
    return []
