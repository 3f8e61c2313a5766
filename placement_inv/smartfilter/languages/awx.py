"""Resolves the terms of AWX's filter language."""

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operands
from placement_inv.smartfilter.languages import paths
from placement_inv.smartfilter.syntax import values


class TermResolver:
    """Resolves terms against one catalog."""

    def __init__(self, catalog):
        self._catalog = catalog

    def resolve(self, term):
        """Return the node of a term.

        Raises UnknownField, UnknownLookup, Loop, Forbidden or BadValue.
        """
        document = self._document(term.key)
        if document:
            return _contains_test(document, term)
        *path, last = term.key.segments
        if last.text == lookups.SEARCH:
            return self._search(path, term)
        target = self._resolve_path(term.key.segments)
        if target.field:
            return self._field_test(target, term)
        return self._relation_test(target, term)

    def _resolve_path(self, segments, start=None):
        return paths.resolve(self._catalog, segments, start)

    def _document(self, key):
        for step in self._catalog.root.steps:
            if (
                isinstance(step, catalogs.Document)
                and step.in_awx
                and key.text.startswith(step.name)
            ):
                return step
        return None

    def _field_test(self, target, term):
        applicable = lookups.OF_KIND[target.field.kind]
        lookup = paths.lookup(target, applicable, lookups.ALL)
        return _test(target.path, target.field, lookup, term)

    def _relation_test(self, target, term):
        """Return the test of a relation: it compares the related row."""
        lookup = paths.lookup(target, lookups.OF_RELATION, lookups.ALL)
        if lookup == lookups.ISNULL:
            missing = operands.parse_flag(term.key.text, term.value)
            return resolved.MissingTest(target.path, None, missing, term)
        identity = target.entity.step(target.entity.identity)
        return _test(target.path, identity, lookup, term)

    def _search(self, path, term):
        root = self._catalog.root
        text = operands.search_text(term.value)
        if not path:
            return search_test((), root, text, term)
        first = root.searched_relation(path[0].text)
        if first is None:
            self._resolve_path(path)
            raise errors.UnknownLookup(
                term.key.segments[-1].place,
                lookups.SEARCH,
                f'{path[0].text} is not searchable.',
            )
        if first.sensitive:
            raise errors.Forbidden(path[0].place, first.name)
        entity = self._catalog.target(first)
        self._resolve_path(path[1:], first)
        # AWX searches the first related model, whatever follows it.
        return search_test((first,), entity, text, term)


def search_test(path, entity, text, term):
    """Return the SearchTest of an entity's search fields."""
    fields = tuple(entity.step(name) for name in entity.search)
    if not fields:
        raise errors.UnknownLookup(
            term.key.segments[-1].place,
            lookups.SEARCH,
            f'{entity.model} is not searchable.',
        )
    return resolved.SearchTest(path, fields, text, term)


def _test(path, field, lookup, term):
    if lookup == lookups.ISNULL:
        missing = operands.parse_flag(field.name, term.value)
        return resolved.MissingTest(path, field, missing, term)
    operand = operands.operand(field.kind, field.name, lookup, term.value)
    if operand is None:
        return resolved.MissingTest(path, field, True, term)
    return resolved.FieldTest(path, field, lookup, operand, term)


def _contains_test(document, term):
    steps = []
    for segment in _document_steps(document, term.key):
        steps.append(segment.removesuffix('[]'))
        if segment.endswith('[]'):
            steps.append(resolved.EACH)
    value = term.value
    # In AWX, the quotes of "null" belong to the text, on facts only.
    is_quoted_null = value.is_quoted and value.raw == 'null'
    operand = '"null"' if is_quoted_null else values.coerce(value)
    return resolved.ContainsTest((), document, tuple(steps), operand, term)


def _document_steps(document, key):
    path = key.text.removesuffix('__' + lookups.EXACT)
    path = path.removeprefix(document.name).removeprefix('__')
    return path.split('__')
