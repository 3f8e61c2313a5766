"""Moves every "not" down to the single tests.

SQL then nests no deeper than the filter does, which the parser of SQLite
needs, and planners see NOT EXISTS, which they know how to join.
"""

from placement_inv.smartfilter import checked


def pushed_down(node, negated=False):
    """Give a node that means the same, with only tests in its Negated."""
    if isinstance(node, checked.Negated):
        return pushed_down(node.node, not negated)
    if isinstance(node, checked.All | checked.Some):
        kinds = (checked.All, checked.Some)
        kind = kinds[isinstance(node, checked.Some) != negated]
        return kind(tuple(pushed_down(each, negated) for each in node.nodes))
    return checked.Negated(node) if negated else node
