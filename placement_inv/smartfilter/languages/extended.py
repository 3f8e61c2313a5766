"""Resolves the terms of the extended filter language."""

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import awx
from placement_inv.smartfilter.languages import extended_documents
from placement_inv.smartfilter.languages import extended_operands
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operators
from placement_inv.smartfilter.languages import paths

_COUNT_PREFIX = 'has_'


class TermResolver:
    """Resolves terms against one catalog."""

    def __init__(self, catalog):
        self._catalog = catalog

    def resolve(self, term):
        """Return the node of a term.

        Raises UnknownField, UnknownLookup, Loop, Forbidden or BadValue.
        """
        test = self._resolve_positive(term)
        return resolved.Not(test) if term.operator == '!=' else test

    def _resolve_positive(self, term):
        *path, last = term.key.segments
        if last.text == lookups.SEARCH and not last.is_literal:
            return self._search(path, term)
        target = self._resolve_path(term.key.segments)
        if target.field:
            return _field_test(target, term)
        if target.rest and target.entity.document(target.rest[0].text):
            return extended_documents.resolve_document(target, term)
        if target.rest and _find_counted_relation(target.entity, target.rest):
            return _count_test(target, term)
        return _relation_test(target, term)

    def _resolve_path(self, segments, start=None):
        return paths.resolve_extended(self._catalog, segments, start, _stops)

    def _search(self, path, term):
        if term.operator not in ('=', '!=', 'in'):
            raise operators.operator_error(term, lookups.SEARCH)
        first = path and self._catalog.root.searched_relation(path[0].text)
        if first and first.sensitive:
            raise errors.Forbidden(path[0].place, first.name)
        target = (
            self._resolve_path(path[1:], first)
            if first
            else self._resolve_path(path)
        )
        if target.field or target.rest:
            raise errors.UnknownLookup(
                term.key.segments[-1].place,
                lookups.SEARCH,
                f'{path[-1].text} is not searchable.',
            )
        return operators.any_of(
            awx.search_test(target.path, target.entity, value.raw, term)
            for value in term.values
        )


def _stops(entity, rest):
    """Tell whether a path ends here: at a document or a count."""
    is_at_end = len(rest) == 1 or paths.is_lookup(
        rest[1:], lookups.EXTENDED_ALL
    )
    if isinstance(entity.step(rest[0].text), catalogs.Field) and is_at_end:
        return False
    return bool(
        entity.document(rest[0].text) or _find_counted_relation(entity, rest)
    )


def _find_counted_relation(entity, rest):
    """Return the Relation that ``has_<relation>`` counts, or None."""
    name = rest[0].text
    if not name.startswith(_COUNT_PREFIX) or entity.step(name):
        return None
    relation = entity.step(name.removeprefix(_COUNT_PREFIX))
    is_relation = isinstance(relation, catalogs.Relation)
    return relation if is_relation and not relation.below else None


def _field_test(target, term):
    field = target.field
    applicable = lookups.EXTENDED_OF_KIND[field.kind]
    lookup = _lookup(target, applicable, term)
    if lookup in (lookups.ISNULL, lookups.EXISTS):
        return _missing_test(target.path, field, lookup, term)
    if lookup not in applicable:
        what = f'the {field.kind.value} field {field.name}'
        raise operators.operator_error(term, what)
    return _value_test(target.path, field, lookup, term)


def _relation_test(target, term):
    """Return the test of a relation: it compares the related row."""
    lookup = _lookup(target, lookups.EXTENDED_OF_RELATION, term)
    if lookup in (lookups.ISNULL, lookups.EXISTS):
        return _missing_test(target.path, None, lookup, term)
    identity = target.entity.step(target.entity.identity)
    try:
        return _value_test(target.path, identity, lookup, term)
    except errors.BadValue as error:
        if target.entity.step('name'):
            error.hint = f'did you mean {term.key.text}__name?'
        raise


def _lookup(target, applicable, term):
    lookup = paths.lookup(target, applicable, lookups.EXTENDED_ALL)
    place = target.rest[0].place if target.rest else None
    return operators.combine_lookup(term, lookup, place)


def _missing_test(path, field, lookup, term):
    """Return the test whether there is a value, or a related row."""
    missing = lookup == lookups.ISNULL
    tests = []
    for value in term.values:
        flag = extended_operands.parse_boolean(term.key.text, value)
        tests.append(resolved.MissingTest(path, field, missing == flag, term))
    if not tests:
        tests.append(resolved.MissingTest(path, field, False, term))
    return operators.any_of(tests)


def _value_test(path, field, lookup, term):
    values = term.values
    if lookup == lookups.IN:
        values = [
            part
            for value in values
            for part in extended_operands.split(value, value.is_quoted)
        ]
        lookup = lookups.EXACT
    nulls = [value for value in values if extended_operands.is_null(value)]
    takes_null = lookup in (lookups.EXACT, 'iexact')
    if nulls and lookup in lookups.ORDER:
        raise errors.BadValue(
            nulls[0].place, field.name, f'{lookup} cannot compare with null.'
        )
    tests = []
    if nulls and takes_null:
        values = [value for value in values if value not in nulls]
        tests.append(resolved.MissingTest(path, field, True, term))
    operands = tuple(
        extended_operands.field_operand(field, lookup, value)
        for value in values
    )
    if lookup == lookups.EXACT and len(operands) > 1:
        lookup, operands = lookups.IN, (operands,)
    tests.extend(
        resolved.FieldTest(path, field, lookup, operand, term)
        for operand in operands
    )
    return operators.any_of(tests)


def _count_test(target, term):
    """Return the test of ``has_groups=true`` or ``has_groups > 2``."""
    name, *rest = target.rest
    relation = _find_counted_relation(target.entity, target.rest)
    if rest:
        raise errors.UnknownLookup(
            rest[0].place,
            rest[0].text,
            f'{name.text} is a count, nothing can follow it.',
        )
    lookup = operators.combine_lookup(term, lookups.EXACT, name.place)
    if lookup == lookups.EXISTS:
        raise operators.operator_error(term, name.text)
    tests = []
    for value in term.values:
        if value.raw.lower() in ('true', 'false') and lookup == 'exact':
            absent = not extended_operands.parse_boolean(name.text, value)
            path = (*target.path, relation)
            tests.append(resolved.MissingTest(path, None, absent, term))
        else:
            number = extended_operands.parse_integer(name.text, value)
            tests.append(
                resolved.CountTest(target.path, relation, lookup, number, term)
            )
    return operators.any_of(tests)
