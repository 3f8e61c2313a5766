"""What the wider language means by one term."""

from placement_inv.smartfilter import catalog as catalogs
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import awx
from placement_inv.smartfilter.languages import extended_documents
from placement_inv.smartfilter.languages import extended_operands
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operators
from placement_inv.smartfilter.languages import paths

_COUNTED = 'has_'


class Terms:
    """Checks terms against one catalog."""

    def __init__(self, catalog):
        self._catalog = catalog

    def check(self, term):
        """Resolve the names and the values of one term."""
        test = self._positive(term)
        return resolved.Not(test) if term.operator == '!=' else test

    def _positive(self, term):
        *before, last = term.key.segments
        if last.text == lookups.SEARCH and not last.literal:
            return self._search(before, term)
        found = self._resolved(term.key.segments)
        if found.field:
            return _field_test(found, term)
        if found.rest and found.entity.document(found.rest[0].text):
            return extended_documents.check(found, term)
        if found.rest and _counted(found.entity, found.rest):
            return _count(found, term)
        return _relation_test(found, term)

    def _resolved(self, segments, start=None):
        return paths.resolve_wide(self._catalog, segments, start, _stops)

    def _search(self, before, term):
        if term.operator not in ('=', '!=', 'in'):
            raise operators.refusal(term, lookups.SEARCH)
        first = before and self._catalog.root.searched_relation(before[0].text)
        if first and first.sensitive:
            raise errors.Forbidden(before[0].place, first.name)
        found = (
            self._resolved(before[1:], first)
            if first
            else self._resolved(before)
        )
        if found.field or found.rest:
            raise errors.UnknownLookup(
                term.key.segments[-1].place,
                lookups.SEARCH,
                f'{before[-1].text} is not searchable.',
            )
        return operators.some(
            awx.search_test(found.path, found.entity, value.raw, term)
            for value in term.values
        )


def _stops(entity, rest):
    """End the walk at documents and counts, but fields go first."""
    after_field = len(rest) == 1 or paths.is_lookup(rest[1:], lookups.WIDE_ALL)
    if isinstance(entity.step(rest[0].text), catalogs.Field) and after_field:
        return False
    return bool(entity.document(rest[0].text) or _counted(entity, rest))


def _counted(entity, rest):
    """Find the relation that ``has_<relation>`` counts."""
    name = rest[0].text
    if not name.startswith(_COUNTED) or entity.step(name):
        return None
    relation = entity.step(name.removeprefix(_COUNTED))
    is_relation = isinstance(relation, catalogs.Relation)
    return relation if is_relation and not relation.below else None


def _field_test(found, term):
    field = found.field
    allowed = lookups.WIDE_OF_KIND[field.kind]
    lookup = _lookup(found, allowed, term)
    if lookup in (lookups.ISNULL, lookups.EXISTS):
        return _missing(found.path, field, lookup, term)
    if lookup not in allowed:
        what = f'the {field.kind.value} field {field.name}'
        raise operators.refusal(term, what)
    return _compared(found.path, field, lookup, term)


def _relation_test(found, term):
    """A relation is compared by the identity of what it leads to."""
    lookup = _lookup(found, lookups.WIDE_OF_RELATION, term)
    if lookup in (lookups.ISNULL, lookups.EXISTS):
        return _missing(found.path, None, lookup, term)
    identity = found.entity.step(found.entity.identity)
    try:
        return _compared(found.path, identity, lookup, term)
    except errors.BadValue as trouble:
        if found.entity.step('name'):
            trouble.hint = f'did you mean {term.key.text}__name?'
        raise


def _lookup(found, allowed, term):
    lookup = paths.lookup(found, allowed, lookups.WIDE_ALL)
    place = found.rest[0].place if found.rest else None
    return operators.lookup_of(term, lookup, place)


def _missing(path, field, lookup, term):
    """Ask whether there is a value, or a related row, at all."""
    missing = lookup == lookups.ISNULL
    tests = []
    for value in term.values:
        asked = extended_operands.flag(term.key.text, value)
        tests.append(resolved.MissingTest(path, field, missing == asked, term))
    if not tests:
        tests.append(resolved.MissingTest(path, field, False, term))
    return operators.some(tests)


def _compared(path, field, lookup, term):
    values = term.values
    if lookup == lookups.IN:
        values = [
            part
            for value in values
            for part in extended_operands.split(value, value.quoted)
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
    typed = tuple(
        extended_operands.of_field(field, lookup, value) for value in values
    )
    if lookup == lookups.EXACT and len(typed) > 1:
        lookup, typed = lookups.IN, (typed,)
    tests.extend(
        resolved.FieldTest(path, field, lookup, operand, term)
        for operand in typed
    )
    return operators.some(tests)


def _count(found, term):
    """Check ``has_groups=true`` and ``has_groups > 2``."""
    name, *rest = found.rest
    relation = _counted(found.entity, found.rest)
    if rest:
        raise errors.UnknownLookup(
            rest[0].place,
            rest[0].text,
            f'{name.text} is a count, nothing can follow it.',
        )
    lookup = operators.lookup_of(term, lookups.EXACT, name.place)
    if lookup == lookups.EXISTS:
        raise operators.refusal(term, name.text)
    tests = []
    for value in term.values:
        if value.raw.lower() in ('true', 'false') and lookup == 'exact':
            absent = not extended_operands.flag(name.text, value)
            path = (*found.path, relation)
            tests.append(resolved.MissingTest(path, None, absent, term))
        else:
            number = extended_operands.integer(name.text, value)
            tests.append(
                resolved.CountTest(found.path, relation, lookup, number, term)
            )
    return operators.some(tests)
