"""The terms of a resolved filter, and its result from their results."""

import dataclasses

from placement_inv.smartfilter import resolved as nodes
from placement_inv.smartfilter.syntax import ast

_KINDS = {ast.And: ('and', all), ast.Or: ('or', any)}


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Whether a part of a filter holds, and the parts that decide it."""

    #: ``and``, ``or``, ``not`` or ``term``.
    kind: str
    holds: bool
    parts: tuple['Verdict', ...] = ()
    #: The index of the term in the order of `list_terms`.
    term: int | None = None


def list_terms(resolved_filter):
    """Return the (term, resolved node) pairs in the order of the text."""
    return list(_terms(resolved_filter.source.root, resolved_filter.root))


def list_tests(node):
    """Return the tests in a resolved node, as a list."""
    if isinstance(node, nodes.Not):
        return list_tests(node.node)
    if isinstance(node, nodes.All | nodes.Some):
        return [test for each in node.nodes for test in list_tests(each)]
    return [node]


def evaluate(resolved_filter, truths):
    """Return the Verdict on a filter, from one boolean for each term."""
    return _evaluate(resolved_filter.source.root, iter(enumerate(truths)))


def _terms(node, resolved_node):
    if isinstance(node, ast.Term):
        yield node, resolved_node
    elif isinstance(node, ast.Not):
        yield from _terms(node.node, resolved_node.node)
    else:
        # The resolved tree has the shape of the syntax tree, down to terms.
        for part, resolved_part in zip(
            node.nodes, resolved_node.nodes, strict=True
        ):
            yield from _terms(part, resolved_part)


def _evaluate(node, truths):
    if isinstance(node, ast.Term):
        number, holds = next(truths)
        return Verdict('term', holds, term=number)
    if isinstance(node, ast.Not):
        part = _evaluate(node.node, truths)
        return Verdict('not', not part.holds, (part,))
    kind, combine = _KINDS[type(node)]
    parts = tuple(_evaluate(part, truths) for part in node.nodes)
    return Verdict(kind, combine(part.holds for part in parts), parts)
