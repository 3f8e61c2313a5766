"""From a tree of words to a tree of fields, lookups and typed values."""

from placement_inv.smartfilter import ast
from placement_inv.smartfilter import awx_terms
from placement_inv.smartfilter import checked
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter import outline
from placement_inv.smartfilter import wide_terms

_TERMS = {
    ast.Language.AWX: awx_terms.Terms,
    ast.Language.WIDE: wide_terms.Terms,
}


def check(parsed, catalog, limits=bounds.DEFAULT):
    """Resolve a parsed filter against what the catalog declares.

    Raises UnknownField, UnknownLookup, Loop, Forbidden, BadValue or TooLarge.
    """
    terms = _TERMS[parsed.language](catalog)
    found = checked.Checked(_node(parsed.root, terms), catalog, parsed)
    chosen = 0
    for term, node in outline.terms(found):
        document = getattr(outline.tests(node)[0], 'document', None)
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
        return checked.All(tuple(_node(each, terms) for each in node.nodes))
    if isinstance(node, ast.Or):
        return checked.Some(tuple(_node(each, terms) for each in node.nodes))
    if isinstance(node, ast.Not):
        return checked.Negated(_node(node.node, terms))
    return terms.check(node)
