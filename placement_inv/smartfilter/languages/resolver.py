"""From a tree of words to a tree of fields, lookups and typed values."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import terms as filter_terms
from placement_inv.smartfilter.languages import awx
from placement_inv.smartfilter.languages import extended
from placement_inv.smartfilter.syntax import ast

_TERMS = {
    ast.Language.AWX: awx.Terms,
    ast.Language.WIDE: extended.Terms,
}


def check(parsed, catalog, limits=bounds.DEFAULT):
    """Resolve a parsed filter against what the catalog declares.

    Raises UnknownField, UnknownLookup, Loop, Forbidden, BadValue or TooLarge.
    """
    terms = _TERMS[parsed.language](catalog)
    found = resolved.ResolvedFilter(_node(parsed.root, terms), catalog, parsed)
    chosen = 0
    for term, node in filter_terms.terms(found):
        document = getattr(filter_terms.tests(node)[0], 'document', None)
        chosen += bool(document and document.choose)
        if chosen > limits.chosen:
            raise errors.TooLarge(
                term.place,
                f'A filter has at most {limits.chosen} terms '
                f'about {document.name}.',
            )
    return found


def _node(node, terms):
    if isinstance(node, ast.And):
        return resolved.All(tuple(_node(each, terms) for each in node.nodes))
    if isinstance(node, ast.Or):
        return resolved.Some(tuple(_node(each, terms) for each in node.nodes))
    if isinstance(node, ast.Not):
        return resolved.Not(_node(node.node, terms))
    return terms.check(node)
