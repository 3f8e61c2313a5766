"""The little languages inside query parameters."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.placement import query
from placement_inv.handlers.placement import versions

_A = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
_B = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
_FIRST = versions.MEMBER_OF


class TestSizes(testtools.TestCase):
    def test_lists_end_where_statements_would_burst(self):
        for parse, text, at_most in (
            (query.resources, 'VCPU:1', 200),
            (query.trait_names, 'in:A', 10_000),
            (lambda text: query.member_of([text], _FIRST), f'in:{_A}', 10_000),
        ):
            last = text.rpartition(':')[2] if 'in:' in text else text
            parse(','.join([text, *[last] * (at_most - 1)]))
            refused = self.assertRaises(
                query.BadValue, parse, ','.join([text, *[last] * at_most])
            )
            self.assertIn(f'More than {at_most} values', str(refused))


class TestLast(testtools.TestCase):
    def test_the_last_value_counts(self):
        for parameters, expected in (
            ({'a': ['1', '2']}, '2'),
            ({'a': ['1', '']}, None),
            ({}, None),
        ):
            self.assertEqual(expected, query.last(parameters, 'a'))


class TestResources(testtools.TestCase):
    def test_pairs(self):
        for text, expected in (
            ('VCPU:2', (('VCPU', 2),)),
            ('VCPU:2,DISK_GB:10', (('VCPU', 2), ('DISK_GB', 10))),
            ('VCPU:2,VCPU:3', (('VCPU', 3),)),
            ('VCPU: 2', (('VCPU', 2),)),
        ):
            self.assertEqual(expected, query.resources(text))

    def test_what_is_no_pair_is_named(self):
        for text, got in (
            ('', 'empty string.'),
            (' ', 'empty string.'),
            ('VCPU', 'VCPU.'),
            ('VCPU:1,', '.'),
            ('VCPU:1:2', 'VCPU:1:2.'),
        ):
            refused = self.assertRaises(query.BadValue, query.resources, text)
            self.assertTrue(str(refused).endswith(f'Got: {got}'), refused)

    def test_amounts_are_positive_integers(self):
        for text in ('VCPU:', 'VCPU:x', 'VCPU:1.5', 'VCPU:0', 'VCPU:-1'):
            self.assertRaises(query.BadValue, query.resources, text)

    @given(st.integers(min_value=1))
    def test_no_amount_is_too_large_for_a_database(self, amount):
        ((_name, parsed),) = query.resources(f'VCPU:{amount}')
        self.assertEqual(min(amount, 2**31), parsed)

    @given(st.text())
    def test_any_text_is_parsed_or_refused(self, text):
        try:
            pairs = query.resources(text)
        except query.BadValue:
            return
        self.assertTrue(all(amount >= 1 for _name, amount in pairs))


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
                (expected, frozenset()), query.member_of(values, _FIRST)
            )

    def test_repeated_and_forbidden_ones(self):
        self.assertEqual(
            (({_A}, {_B}), frozenset()),
            query.member_of([_A, _B, _A], versions.REPEATED_MEMBER_OF),
        )
        self.assertEqual(
            (({_A},), {_A, _B}),
            query.member_of(
                [_A, f'!in:{_A},{_B}', f'!{_A}'], versions.FORBIDDEN_AGGREGATES
            ),
        )
        refused = self.assertRaises(
            query.BadValue,
            query.member_of,
            [f'in:{_A},{uuid.UUID(int=number)}' for number in range(201)],
            versions.REPEATED_MEMBER_OF,
        )
        self.assertIn('More than 200', str(refused))

    def test_refusals(self):
        for values, sentence in (
            ([_A, _B], 'Multiple member_of parameters'),
            ([f'{_A},{_B}'], "must be prefixed with the 'in:'"),
            ([f'!{_A}'], 'Forbidden member_of parameters'),
            ([f'!in:{_A},{_B}'], 'Forbidden member_of parameters'),
            (['in:'], 'valid UUID(s). Got: '),
            ([''], 'valid UUID(s). Got: '),
            (['pony'], 'valid UUID(s). Got: pony'),
        ):
            refused = self.assertRaises(
                query.BadValue, query.member_of, values, _FIRST
            )
            self.assertIn(sentence, str(refused))

    @given(st.text())
    def test_any_text_is_parsed_or_refused(self, text):
        try:
            (found,), _unwanted = query.member_of([text], _FIRST)
        except query.BadValue:
            return
        self.assertTrue(found)


class TestTraits(testtools.TestCase):
    def test_names(self):
        for text, expected in (
            ('in:A,B', {'names': ['A', 'B']}),
            ('in:', {'names': ['']}),
            ('startswith:CUSTOM_', {'prefix': 'CUSTOM_'}),
            ('startswith:a:b', {'prefix': 'a:b'}),
            ('other:A', {}),
        ):
            self.assertEqual(expected, query.trait_names(text))
        self.assertRaises(query.BadValue, query.trait_names, 'A')

    def test_associated(self):
        for text, expected in (
            ('true', True),
            ('TRUE', True),
            ('False', False),
        ):
            self.assertIs(expected, query.associated_filter(text))
        for text in ('', '1', 'yes'):
            self.assertRaises(query.BadValue, query.associated_filter, text)
