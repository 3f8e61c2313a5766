"""Resolves terms of the extended language that are about documents."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import nearest
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import extended_operands
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operators

_PRESENCE = (lookups.EXISTS, lookups.ISNULL)


def resolve_document(target, term):
    """Return the node of a term whose path ends at a document.

    Raises UnknownLookup or BadValue.
    """
    name, *rest = target.rest
    lookup, place = _lookup(rest)
    if place:
        rest.pop()
    lookup = operators.combine_lookup(term, lookup, place)
    document = target.entity.document(name.text)
    if not rest and (document.choose or lookup not in _PRESENCE):
        raise errors.UnknownLookup(
            place or name.place,
            lookup,
            f'{name.text} is a document: say which value in it is meant.',
            hint=f'as in {name.text}__key=value',
        )
    tests = _Tests(target.path, document, _steps(rest), term)
    if lookup == lookups.EXISTS and not term.values:
        return tests.test('exists', True)
    values = term.values
    if lookup == lookups.IN:
        values = [
            part
            for value in values
            for part in extended_operands.split(value, is_quoted=False)
        ]
        lookup = lookups.EXACT
    return operators.any_of(
        test for value in values for test in tests.list_tests(lookup, value)
    )


def _lookup(rest):
    """Return the lookup at the end of a key and its place, or None."""
    last = rest[-1] if rest else None
    if last is None or last.is_literal or last.each:
        return lookups.EXACT, None
    if last.name in lookups.NOT_OF_DOCUMENT:
        raise errors.UnknownLookup(
            last.place,
            last.name,
            f'{last.name} does not apply to a value in a document.',
            hint=f'if it is a key, put it in quotes: "{last.name}"',
        )
    if last.name in lookups.OF_DOCUMENT:
        return last.name, last.place
    if len(rest) > 1:
        _refuse_typo(last)
    return lookups.EXACT, None


def _refuse_typo(last):
    """Refuse a mistyped lookup, which would be a key that finds nothing."""
    suggestion = lookups.FOREIGN.get(last.name)
    suggestion = suggestion or nearest.find_typo(last.name, lookups.LONG)
    if suggestion:
        raise errors.UnknownLookup(
            last.place,
            last.name,
            f'There is no lookup {last.name}.',
            hint=f'did you mean {suggestion}? If it is a key, '
            f'put it in quotes: "{last.name}"',
        )


def _steps(segments):
    steps = []
    for segment in segments:
        steps.append(segment.name)
        if segment.each:
            steps.append(resolved.EACH)
    return tuple(steps)


class _Tests:
    """Builds the tests of one term."""

    def __init__(self, path, document, steps, term):
        self._path = path
        self._document = document
        self._steps = steps
        self._term = term

    def list_tests(self, lookup, value):
        """Return the tests of one value, of which one has to hold."""
        if lookup == lookups.EXACT:
            return self._contains_tests(self._steps, value)
        if lookup in _PRESENCE:
            return [self._presence_test(lookup, value)]
        name = self._term.key.text
        operand = extended_operands.document_operand(name, lookup, value)
        tests = [self.test(lookup, operand)]
        # `contains` is true of a list with the value as an element.
        in_list = (*self._steps, resolved.EACH)
        if lookup == 'contains':
            tests.extend(self._contains_tests(in_list, value))
        elif lookup == 'icontains':
            tests.append(self.test('iexact', operand, in_list))
        return tests

    def test(self, lookup, operand, steps=None):
        """Return the DocumentTest of one lookup."""
        return resolved.DocumentTest(
            self._path,
            self._document,
            self._steps if steps is None else steps,
            lookup,
            operand,
            self._term,
        )

    def _contains_tests(self, steps, value):
        return [
            resolved.ContainsTest(
                self._path, self._document, steps, operand, self._term
            )
            for operand in extended_operands.possible_values(value)
        ]

    def _presence_test(self, lookup, value):
        flag = extended_operands.parse_boolean(self._term.key.text, value)
        if lookup == lookups.ISNULL:
            test = self.test('not_null', True)
            return resolved.Not(test) if flag else test
        test = self.test('exists', True)
        return test if flag else resolved.Not(test)
