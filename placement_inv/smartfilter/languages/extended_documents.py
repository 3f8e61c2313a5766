"""What the wider language means by a term about a document."""

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import nearest
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import extended_operands
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operators

_ABOUT_ALL = (lookups.EXISTS, lookups.ISNULL)


def check(found, term):
    """Check a key whose path ends at a document."""
    name, *rest = found.rest
    lookup, place = _lookup(rest)
    if place:
        rest.pop()
    lookup = operators.lookup_of(term, lookup, place)
    document = found.entity.document(name.text)
    if not rest and (document.choose or lookup not in _ABOUT_ALL):
        raise errors.UnknownLookup(
            place or name.place,
            lookup,
            f'{name.text} is a document: say which value in it is meant.',
            hint=f'as in {name.text}__key=value',
        )
    tests = _Tests(found.path, document, _steps(rest), term)
    if lookup == lookups.EXISTS and not term.values:
        return tests.on('exists', True)
    values = term.values
    if lookup == lookups.IN:
        values = [
            part
            for value in values
            for part in extended_operands.split(value, quoted=False)
        ]
        lookup = lookups.EXACT
    return operators.some(
        test for value in values for test in tests.of(lookup, value)
    )


def _lookup(rest):
    """Give the lookup at the end of a key and its place, if it has one."""
    last = rest[-1] if rest else None
    if last is None or last.literal or last.each:
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
        _refuse_slip(last)
    return lookups.EXACT, None


def _refuse_slip(last):
    """Refuse what is nearly a lookup: as a key it would find nothing."""
    meant = lookups.FOREIGN.get(last.name)
    meant = meant or nearest.slip(last.name, lookups.LONG)
    if meant:
        raise errors.UnknownLookup(
            last.place,
            last.name,
            f'There is no lookup {last.name}.',
            hint=f'did you mean {meant}? If it is a key, put it in quotes: '
            f'"{last.name}"',
        )


def _steps(segments):
    steps = []
    for segment in segments:
        steps.append(segment.name)
        if segment.each:
            steps.append(resolved.EACH)
    return tuple(steps)


class _Tests:
    """Makes the tests of one term."""

    def __init__(self, path, document, steps, term):
        self._path = path
        self._document = document
        self._steps = steps
        self._term = term

    def of(self, lookup, value):
        """Give the tests of one value, of which one has to hold."""
        if lookup == lookups.EXACT:
            return self._held(self._steps, value)
        if lookup in _ABOUT_ALL:
            return [self._about_all(lookup, value)]
        name = self._term.key.text
        operand = extended_operands.of_document(name, lookup, value)
        tests = [self.on(lookup, operand)]
        # A list contains its elements as a text contains its parts.
        in_list = (*self._steps, resolved.EACH)
        if lookup == 'contains':
            tests.extend(self._held(in_list, value))
        elif lookup == 'icontains':
            tests.append(self.on('iexact', operand, in_list))
        return tests

    def on(self, lookup, operand, steps=None):
        """Give the test of one lookup."""
        return resolved.DocumentTest(
            self._path,
            self._document,
            self._steps if steps is None else steps,
            lookup,
            operand,
            self._term,
        )

    def _held(self, steps, value):
        return [
            resolved.HoldsTest(
                self._path, self._document, steps, operand, self._term
            )
            for operand in extended_operands.loose(value)
        ]

    def _about_all(self, lookup, value):
        asked = extended_operands.flag(self._term.key.text, value)
        if lookup == lookups.ISNULL:
            test = self.on('filled', True)
            return resolved.Not(test) if asked else test
        test = self.on('exists', True)
        return test if asked else resolved.Not(test)
