"""From a tree of words to a tree of fields, lookups and typed values."""

from placement_inv.smartfilter import ast
from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import checked
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import lookups
from placement_inv.smartfilter import nearest
from placement_inv.smartfilter import operands
from placement_inv.smartfilter import paths
from placement_inv.smartfilter import values


def check(parsed, catalog):
    """Resolve a parsed filter against what the catalog declares.

    Raises UnknownField, UnknownLookup, Loop, Forbidden or BadValue.
    """
    root = _Checker(catalog).node(parsed.root)
    return checked.Checked(root, catalog, parsed)


class _Checker:
    """Knows what AWX's language means by each term."""

    def __init__(self, catalog):
        self.catalog = catalog

    def node(self, node):
        """Check any node."""
        if isinstance(node, ast.And):
            return checked.All(tuple(map(self.node, node.nodes)))
        if isinstance(node, ast.Or):
            return checked.Some(tuple(map(self.node, node.nodes)))
        return self.term(node)

    def term(self, term):
        """Check one comparison."""
        document = self._document(term.key)
        if document:
            return _holds(document, term)
        *before, last = term.key.segments
        if last.text == lookups.SEARCH:
            return self._search(before, term)
        found = paths.resolve(self.catalog, term.key.segments)
        if found.field:
            return self._field_test(found, term)
        return self._relation_test(found, term)

    def _document(self, key):
        for step in self.catalog.root.steps:
            if (
                isinstance(step, catalogs.Document)
                and step.in_awx
                and key.text.startswith(step.name)
            ):
                return step
        return None

    def _field_test(self, found, term):
        lookup = _lookup(found.rest, lookups.OF_KIND[found.field.kind], found)
        return _test(found.path, found.field, lookup, term)

    def _relation_test(self, found, term):
        """A relation is compared by the identity of what it leads to."""
        lookup = _lookup(found.rest, lookups.OF_RELATION, found)
        if lookup == lookups.ISNULL:
            missing = operands.flag(term.key.text, term.value)
            return checked.MissingTest(found.path, None, missing, term)
        identity = found.entity.step(found.entity.identity)
        return _test(found.path, identity, lookup, term)

    def _search(self, before, term):
        root = self.catalog.root
        if not before:
            return _search_test((), root, term)
        first = root.searched_relation(before[0].text)
        if first is None:
            paths.resolve(self.catalog, before)
            raise errors.UnknownLookup(
                term.key.segments[-1].place,
                lookups.SEARCH,
                f'{before[0].text} is not searchable.',
            )
        if first.sensitive:
            raise errors.Forbidden(before[0].place, first.name)
        target = self.catalog.target(first)
        paths.resolve(self.catalog, before[1:], target, (first,))
        # AWX searches the first model named, whatever stands between.
        return _search_test((first,), target, term)


def _search_test(path, entity, term):
    fields = tuple(entity.step(name) for name in entity.search)
    if not fields:
        raise errors.UnknownLookup(
            term.key.segments[-1].place,
            lookups.SEARCH,
            f'{entity.model} is not searchable.',
        )
    text = operands.searched(term.value)
    return checked.SearchTest(path, fields, text, term)


def _test(path, field, lookup, term):
    if lookup == lookups.ISNULL:
        missing = operands.flag(field.name, term.value)
        return checked.MissingTest(path, field, missing, term)
    operand = operands.operand(field.kind, field.name, lookup, term.value)
    if operand is None:
        return checked.MissingTest(path, field, True, term)
    return checked.FieldTest(path, field, lookup, operand, term)


def _lookup(rest, allowed, found):
    """Give the lookup that the rest of a key names."""
    if not rest:
        return lookups.EXACT
    first = rest[0]
    if first.text not in lookups.ALL or len(rest) > 1:
        raise errors.UnknownLookup(
            first.place,
            first.text,
            hint=nearest.did_you_mean(first.text, allowed),
        )
    if first.text not in allowed:
        what = (
            f'the {found.field.kind.value} field {found.field.name}'
            if found.field
            else f'the relation {found.path[-1].name}'
        )
        raise errors.UnknownLookup(
            first.place,
            first.text,
            f'{first.text} does not apply to {what}.',
        )
    return first.text


def _holds(document, term):
    steps = []
    for segment in _document_steps(document, term.key):
        steps.append(segment.removesuffix('[]'))
        if segment.endswith('[]'):
            steps.append(checked.EACH)
    value = term.value
    # In AWX the quotes of "null" are part of the text, on facts only.
    quoted_null = value.quoted and value.raw == 'null'
    operand = '"null"' if quoted_null else values.coerced(value)
    return checked.HoldsTest((), document, tuple(steps), operand, term)


def _document_steps(document, key):
    path = key.text.removesuffix('__' + lookups.EXACT)
    path = path.removeprefix(document.name).removeprefix('__')
    return path.split('__')
