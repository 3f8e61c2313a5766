"""What `required` of providers asks for, version by version."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.placement import query_traits
from placement_inv.handlers.placement import versions


def _parse(values, version=versions.ANY_TRAITS):
    return query_traits.parse_required(values, version)


class TestRequired(testtools.TestCase):
    def test_nothing_at_any_version(self):
        self.assertEqual(((), frozenset()), _parse([], versions.FIRST))

    def test_sets(self):
        for values, wanted, unwanted in (
            (['A,B'], ({'A'}, {'B'}), set()),
            (['A', 'B'], ({'A'}, {'B'}), set()),
            (['A', 'A'], ({'A'},), set()),
            (['in:A,B', 'C,!D', '!!E'], ({'A', 'B'}, {'C'}), {'D', 'E'}),
        ):
            self.assertEqual((wanted, unwanted), _parse(values), values)

    def test_only_the_last_counted(self):
        self.assertEqual(
            (({'B'},), frozenset()),
            _parse(['A', 'B'], versions.CONSUMER_TYPES),
        )

    def test_refusals(self):
        for values, version in (
            ([''], versions.ANY_TRAITS),
            (['A,'], versions.ANY_TRAITS),
            (['in:A,!B'], versions.ANY_TRAITS),
            (['in:A,B'], versions.CONSUMER_TYPES),
            (['!A'], versions.PROVIDERS_REQUIRED),
        ):
            self.assertRaises(exceptions.Invalid, _parse, values, version)

    def test_there_is_an_end(self):
        self.assertRaises(
            exceptions.Error, _parse, [f'T{n}' for n in range(201)]
        )
