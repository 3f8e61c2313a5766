"""Parameters that may repeat: which of their values count."""

import uuid

import testtools

from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import capabilities
from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import parameters

_A = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
_B = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
_FIRST = versions.MEMBER_OF


def _parse_member_of(values, version):
    return parameters.parse_member_of(values, capabilities.at_version(version))


def _parse_required(values, version=versions.ANY_TRAITS):
    return parameters.parse_required(values, capabilities.at_version(version))


class TestLast(testtools.TestCase):
    def test_the_last_value_counts(self):
        for query, expected in (
            ({'a': ['1', '2']}, '2'),
            ({'a': ['1', '']}, None),
            ({}, None),
        ):
            self.assertEqual(expected, parameters.last_value(query, 'a'))


class TestFirst(testtools.TestCase):
    def test_the_first_value_counts(self):
        for query, expected in (
            ({'a': ['1', '2']}, '1'),
            ({'a': ['', '1']}, ''),
            ({'a': []}, None),
            ({}, None),
        ):
            self.assertEqual(expected, parameters.first_value(query, 'a'))


class TestResources(testtools.TestCase):
    def test_the_last_value_counts(self):
        for values, expected in (
            ([], ()),
            (['VCPU:1', 'DISK_GB:2'], (('DISK_GB', 2),)),
        ):
            self.assertEqual(expected, parameters.parse_resources(values))

    def test_every_value_must_be_valid(self):
        self.assertRaises(
            errors.MalformedResources,
            parameters.parse_resources,
            ['VCPU', 'DISK_GB:2'],
        )


class TestInTree(testtools.TestCase):
    def test_the_last_value_counts(self):
        self.assertIsNone(parameters.parse_in_tree([]))
        self.assertEqual(_B, parameters.parse_in_tree(['oak', _B.upper()]))


class TestLimit(testtools.TestCase):
    def test_the_first_value_counts(self):
        for query, expected in (
            ({}, None),
            ({'limit': ['3', '4']}, 3),
            ({'limit': ['9' * 9]}, 999_999_999),
            ({'limit': ['9' * 10]}, None),
        ):
            self.assertEqual(expected, parameters.parse_limit(query))


class TestMemberOf(testtools.TestCase):
    def test_sets(self):
        for values, expected in (
            ([], ()),
            ([_A], ({_A},)),
            ([f'in:{_A}'], ({_A},)),
            ([f'in:{_A},{_B}'], ({_A, _B},)),
            ([_A.upper().replace('-', '')], ({_A},)),
        ):
            self.assertEqual(
                (expected, frozenset()), _parse_member_of(values, _FIRST)
            )

    def test_repeated_and_forbidden_ones(self):
        self.assertEqual(
            (({_A}, {_B}), frozenset()),
            _parse_member_of([_A, _B, _A], versions.REPEATED_MEMBER_OF),
        )
        self.assertEqual(
            (({_A},), {_A, _B}),
            _parse_member_of(
                [_A, f'!in:{_A},{_B}', f'!{_A}'], versions.FORBIDDEN_AGGREGATES
            ),
        )
        error = self.assertRaises(
            errors.BadQuery,
            _parse_member_of,
            [f'in:{_A},{uuid.UUID(int=number)}' for number in range(201)],
            versions.REPEATED_MEMBER_OF,
        )
        self.assertIn('201 sets of aggregates; at most 200', str(error))

    def test_errors(self):
        for values, sentence in (
            ([_A, _B], 'Multiple member_of parameters'),
            ([f'{_A},{_B}'], "must be prefixed with the 'in:'"),
            ([f'!{_A}'], 'Forbidden member_of parameters'),
            ([f'!in:{_A},{_B}'], 'Forbidden member_of parameters'),
            (['in:'], 'valid UUID(s). Got: '),
            ([''], 'valid UUID(s). Got: '),
            (['pony'], 'valid UUID(s). Got: pony'),
        ):
            error = self.assertRaises(
                errors.BadQuery, _parse_member_of, values, _FIRST
            )
            self.assertIn(sentence, str(error))


class TestRequired(testtools.TestCase):
    def test_no_value_is_no_condition(self):
        self.assertEqual(
            ((), frozenset()), _parse_required([], versions.FIRST)
        )

    def test_sets(self):
        for values, required_traits, forbidden_traits in (
            (['A,B'], ({'A'}, {'B'}), set()),
            (['A', 'B'], ({'A'}, {'B'}), set()),
            (['A', 'A'], ({'A'},), set()),
            (['in:A,B', 'C,!D', '!!E'], ({'A', 'B'}, {'C'}), {'D', 'E'}),
        ):
            self.assertEqual(
                (required_traits, forbidden_traits),
                _parse_required(values),
                values,
            )

    def test_old_versions_count_the_last_value_only(self):
        self.assertEqual(
            (({'B'},), frozenset()),
            _parse_required(['A', 'B'], versions.CONSUMER_TYPES),
        )

    def test_errors(self):
        for values, version in (
            ([''], versions.ANY_TRAITS),
            (['A,'], versions.ANY_TRAITS),
            (['in:A,!B'], versions.ANY_TRAITS),
            (['in:A,B'], versions.CONSUMER_TYPES),
            (['!A'], versions.PROVIDERS_REQUIRED),
        ):
            self.assertRaises(
                errors.BadQuery, _parse_required, values, version
            )

    def test_the_number_of_sets_is_limited(self):
        error = self.assertRaises(
            errors.TooManyItems, _parse_required, [f'T{n}' for n in range(201)]
        )
        self.assertIn('201 sets of traits; at most 200', str(error))
