"""Moves every "not" down to the single tests.

SQL then nests no deeper than the filter does, which the parser of SQLite
needs, and planners see NOT EXISTS, which they know how to join.
"""

from placement_inv.smartfilter import resolved


def push_down(node, negated=False):
    """Give a node that means the same, with only tests in its Negated."""
    if isinstance(node, resolved.Not):
        return push_down(node.node, not negated)
    if isinstance(node, resolved.All | resolved.Some):
        kinds = (resolved.All, resolved.Some)
        kind = kinds[isinstance(node, resolved.Some) != negated]
        return kind(tuple(push_down(each, negated) for each in node.nodes))
    return resolved.Not(node) if negated else node
