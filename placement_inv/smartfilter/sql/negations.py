"""Pushes negations down to the tests (negation normal form).

The SQL then nests no deeper than the filter, as the parser of SQLite
requires, and planners see NOT EXISTS, which they can join.
"""

from placement_inv.smartfilter import resolved


def push_down(node, is_negated=False):
    """Return an equivalent node in which each Not contains one test."""
    if isinstance(node, resolved.Not):
        return push_down(node.node, not is_negated)
    if isinstance(node, resolved.All | resolved.Some):
        kinds = (resolved.All, resolved.Some)
        kind = kinds[isinstance(node, resolved.Some) != is_negated]
        return kind(tuple(push_down(each, is_negated) for each in node.nodes))
    return resolved.Not(node) if is_negated else node
