"""Resolves filters: names become steps of a catalog, texts become values."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits as bounds
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter import terms as filter_terms
from placement_inv.smartfilter.languages import awx
from placement_inv.smartfilter.languages import extended
from placement_inv.smartfilter.syntax import ast

_RESOLVERS = {
    ast.Language.AWX: awx.TermResolver,
    ast.Language.EXTENDED: extended.TermResolver,
}


def resolve(source, catalog, limits=bounds.DEFAULT):
    """Return the ResolvedFilter of a parsed filter.

    Raises UnknownField, UnknownLookup, Loop, Forbidden, BadValue or TooLarge.
    """
    resolver = _RESOLVERS[source.language](catalog)
    result = resolved.ResolvedFilter(
        _resolve(source.root, resolver), catalog, source
    )
    choices = 0
    for term, node in filter_terms.list_terms(result):
        document = getattr(filter_terms.list_tests(node)[0], 'document', None)
        choices += bool(document and document.choose)
        if choices > limits.document_choices:
            raise errors.TooLarge(
                term.place,
                f'A filter has at most {limits.document_choices} terms '
                f'about {document.name}.',
            )
    return result


def _resolve(node, resolver):
    if isinstance(node, ast.And):
        return resolved.All(
            tuple(_resolve(each, resolver) for each in node.nodes)
        )
    if isinstance(node, ast.Or):
        return resolved.Some(
            tuple(_resolve(each, resolver) for each in node.nodes)
        )
    if isinstance(node, ast.Not):
        return resolved.Not(_resolve(node.node, resolver))
    return resolver.resolve(node)
