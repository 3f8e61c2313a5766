"""The terms of a checked filter, and what follows from the truth of each."""

import dataclasses

from placement_inv.smartfilter import resolved as checks
from placement_inv.smartfilter.syntax import ast

_KINDS = {ast.And: ('and', all), ast.Or: ('or', any)}


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Whether a part of a filter holds, and why."""

    #: ``and``, ``or``, ``not`` or ``term``.
    kind: str
    holds: bool
    parts: tuple['Verdict', ...] = ()
    #: Which term, in the order of ``terms``.
    term: int | None = None


def terms(checked):
    """List (term, what is checked of it), in the order of the text."""
    return list(_terms(checked.source.root, checked.root))


def tests(node):
    """List the single tests inside a checked node."""
    if isinstance(node, checks.Not):
        return tests(node.node)
    if isinstance(node, checks.All | checks.Some):
        return [test for each in node.nodes for test in tests(each)]
    return [node]


def verdict(checked, truths):
    """Say what a filter comes to where its terms are true or false."""
    return _verdict(checked.source.root, iter(enumerate(truths)))


def _terms(node, found):
    if isinstance(node, ast.Term):
        yield node, found
    elif isinstance(node, ast.Not):
        yield from _terms(node.node, found.node)
    else:
        # The checker keeps the form of the tree, down to the terms.
        for part, part_found in zip(node.nodes, found.nodes, strict=True):
            yield from _terms(part, part_found)


def _verdict(node, truths):
    if isinstance(node, ast.Term):
        number, holds = next(truths)
        return Verdict('term', holds, term=number)
    if isinstance(node, ast.Not):
        inside = _verdict(node.node, truths)
        return Verdict('not', not inside.holds, (inside,))
    kind, joined = _KINDS[type(node)]
    parts = tuple(_verdict(part, truths) for part in node.nodes)
    return Verdict(kind, joined(part.holds for part in parts), parts)
