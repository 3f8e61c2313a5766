"""What AWX's language means by one term."""

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operands
from placement_inv.smartfilter.languages import paths
from placement_inv.smartfilter.syntax import values


class Terms:
    """Checks terms against one catalog."""

    def __init__(self, catalog):
        self._catalog = catalog

    def check(self, term):
        """Resolve the names and the value of one term."""
        document = self._document(term.key)
        if document:
            return _holds(document, term)
        *before, last = term.key.segments
        if last.text == lookups.SEARCH:
            return self._search(before, term)
        found = self._resolved(term.key.segments)
        if found.field:
            return self._field_test(found, term)
        return self._relation_test(found, term)

    def _resolved(self, segments, start=None):
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

    def _field_test(self, found, term):
        allowed = lookups.OF_KIND[found.field.kind]
        lookup = paths.lookup(found, allowed, lookups.ALL)
        return _test(found.path, found.field, lookup, term)

    def _relation_test(self, found, term):
        """A relation is compared by the identity of what it leads to."""
        lookup = paths.lookup(found, lookups.OF_RELATION, lookups.ALL)
        if lookup == lookups.ISNULL:
            missing = operands.flag(term.key.text, term.value)
            return resolved.MissingTest(found.path, None, missing, term)
        identity = found.entity.step(found.entity.identity)
        return _test(found.path, identity, lookup, term)

    def _search(self, before, term):
        root = self._catalog.root
        text = operands.search_text(term.value)
        if not before:
            return search_test((), root, text, term)
        first = root.searched_relation(before[0].text)
        if first is None:
            self._resolved(before)
            raise errors.UnknownLookup(
                term.key.segments[-1].place,
                lookups.SEARCH,
                f'{before[0].text} is not searchable.',
            )
        if first.sensitive:
            raise errors.Forbidden(before[0].place, first.name)
        target = self._catalog.target(first)
        self._resolved(before[1:], first)
        # AWX searches the first model named, whatever stands between.
        return search_test((first,), target, text, term)


def search_test(path, entity, text, term):
    """Look for a text in every searched field of an entity."""
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
        missing = operands.flag(field.name, term.value)
        return resolved.MissingTest(path, field, missing, term)
    operand = operands.operand(field.kind, field.name, lookup, term.value)
    if operand is None:
        return resolved.MissingTest(path, field, True, term)
    return resolved.FieldTest(path, field, lookup, operand, term)


def _holds(document, term):
    steps = []
    for segment in _document_steps(document, term.key):
        steps.append(segment.removesuffix('[]'))
        if segment.endswith('[]'):
            steps.append(resolved.EACH)
    value = term.value
    # In AWX the quotes of "null" are part of the text, on facts only.
    quoted_null = value.quoted and value.raw == 'null'
    operand = '"null"' if quoted_null else values.coerce(value)
    return resolved.HoldsTest((), document, tuple(steps), operand, term)


def _document_steps(document, key):
    path = key.text.removesuffix('__' + lookups.EXACT)
    path = path.removeprefix(document.name).removeprefix('__')
    return path.split('__')
