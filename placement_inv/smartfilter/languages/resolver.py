"""Resolves parsed filters: names to catalog steps, texts to values."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import terms as filter_terms
from placement_inv.smartfilter.languages import awx
from placement_inv.smartfilter.languages import extended
from placement_inv.smartfilter.syntax import ast

_TERMS = {
    ast.Language.AWX: awx.Terms,
    ast.Language.EXTENDED: extended.Terms,
}


def resolve(source, catalog, limits=bounds.DEFAULT):
    """Return the ResolvedFilter of a parsed filter.

    Raises UnknownField, UnknownLookup, Loop, Forbidden, BadValue or TooLarge.
    """
    terms = _TERMS[source.language](catalog)
    result = resolved.ResolvedFilter(
        _node(source.root, terms), catalog, source
    )
    choices = 0
    for term, node in filter_terms.terms(result):
        document = getattr(filter_terms.tests(node)[0], 'document', None)
        choices += bool(document and document.choose)
        if choices > limits.document_choices:
            raise errors.TooLarge(
                term.place,
                f'A filter has at most {limits.document_choices} terms '
                f'about {document.name}.',
            )
    return result


def _node(node, terms):
    if isinstance(node, ast.And):
        return resolved.All(tuple(_node(each, terms) for each in node.nodes))
    if isinstance(node, ast.Or):
        return resolved.Some(tuple(_node(each, terms) for each in node.nodes))
    if isinstance(node, ast.Not):
        return resolved.Not(_node(node.node, terms))
    return terms.resolve(node)
