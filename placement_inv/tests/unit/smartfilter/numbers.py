"""Numbers of documents compare as decimals on every database."""

import decimal
import operator

from placement_inv import smartfilter
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import world

_INTEGERS = [
    sign * (power + change)
    for power in (2**53, 2**62, 2**63, 2**64, 10**20, 10**22, 10**40)
    for change in (-1, 0, 1)
    for sign in (1, -1)
]
_DECIMALS = [
    0, 1, 1.0, 100.0, 0.1, 0.30000000000000004, 1e-40, 1e22, 1e23, 1e40,
    -1e22, 2.0**53, 2.0**62, 2.0**64, 1e290,
]  # fmt: skip
_LONG = [sign * (10**70 + change) for change in (0, 1) for sign in (1, -1)]
#: The values of the hosts. Texts with a number in them have an order.
_VALUES = [*_INTEGERS, *_DECIMALS, *_LONG]
_TEXTS = ['18446744073709551615', '0.10000000000000000555', '9007199254740993']
_OPERATORS = {
    '=': operator.eq,
    '<': operator.lt,
    '<=': operator.le,
    '>': operator.gt,
    '>=': operator.ge,
}
#: Places of the value in a document: a member, an element, a member whose name
#: has to be looked for, and members of these.
_PLACES = {
    'n': lambda value: {'n': value},
    'l[]': lambda value: {'l': ['x', value]},
    '"\\"q"': lambda value: {'"q': value},
    'l[]__n': lambda value: {'l': [{}, {'n': value}]},
    'l[]__"\\"q"': lambda value: {'l': [{'"q': value}]},
}


class Compares:
    """A mixin of tests, which have a connection to a database with a world."""

    def fill(self, write):
        """Replace the hosts: one for each value, `write` makes its facts."""
        hosts, facts = [], []
        for number, value in enumerate([*_VALUES, *_TEXTS], start=1):
            hosts.append(
                {**rows.HOST_ROWS[0], 'id': number, 'name': f'h{number}'}
            )
            facts.append({'host_id': number, 'facts': write(value)})
        world.fill(self.connection, {world.HOSTS: hosts, world.FACTS: facts})

    def test_all_pairs_compare_as_decimals(self):
        self.fill(_PLACES['n'])
        # MariaDB compares numbers of more than 65 digits as doubles.
        for operand in (*_INTEGERS, *_operands()):
            for symbol, compare in _OPERATORS.items():
                text = f'ansible_facts__n {symbol} {operand}'
                expected = [
                    value
                    for value in (*_VALUES, *_texts_for(symbol, operand))
                    if compare(_decimal(value), _decimal(operand))
                ]
                self.assertEqual(
                    sorted(map(str, expected)), self._values(text), text
                )

    def test_numbers_of_any_length_are_equal_to_themselves_alone(self):
        self.fill(_PLACES['n'])
        for operand in _LONG:
            for language in smartfilter.Language:
                self.assertEqual(
                    [str(operand)],
                    self._values(f'ansible_facts__n={operand}', language),
                )

    def test_numbers_are_exact_in_every_place(self):
        for place, write in _PLACES.items():
            self.fill(write)
            for symbol, operand, expected in (
                ('=', 2**64 + 1, [2**64 + 1]),
                ('=', 10**22, [10**22, 1e22]),
                ('>', 10**40, [10**40 + 1, 1e290, 10**70, 10**70 + 1]),
                ('__contains=', 1 - 2**64, [1 - 2**64]),
            ):
                text = f'ansible_facts__{place}{symbol}{operand}'
                self.assertEqual(
                    sorted(map(str, expected)), self._values(text), text
                )

    def test_a_list_has_exact_numbers(self):
        self.fill(_PLACES['n'])
        text = f'ansible_facts__n in ({2**63}, {-(2**64) - 1})'
        self.assertEqual(
            sorted([str(2**63), str(-(2**64) - 1)]), self._values(text)
        )

    def _values(self, text, language=smartfilter.Language.EXTENDED):
        values = [*_VALUES, *_TEXTS]
        return sorted(
            str(values[int(name[1:]) - 1])
            for name in world.names(self.connection, text, language)
        )


def _operands():
    """Yield the decimals as filters spell them: without exponents."""
    for value in _DECIMALS:
        text = format(_decimal(value), 'f')
        yield text
        if '.' not in text:
            yield f'{text}.0'


def _texts_for(symbol, operand):
    """Return the texts that compare with an operand."""
    if symbol != '=':
        return _TEXTS
    return [text for text in _TEXTS if text == str(operand)]


def _decimal(value):
    return decimal.Decimal(str(value))
