"""Parsing the text of one value, and its errors."""

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import texts
from placement_inv.objects.placement.candidates import request

_OLD = request.Capabilities()
_NEW = request.Capabilities(forbidden_traits=True, any_traits=True)
_ONE = '0ad98f69-6af4-4b2b-9f0f-1f3b0c2e8b11'
_TWO = '7a3d3c1e-98f6-4d0c-a9a0-2f8f7a0f4d22'


def _sets(*sets):
    return tuple(map(frozenset, sets))


class TestResources(testtools.TestCase):
    def test_pairs_keep_their_order_and_the_last_amount_of_a_class(self):
        self.assertEqual(
            (('VCPU', 3), ('DISK_GB', 10)),
            texts.parse_resources('VCPU:1,DISK_GB:10,VCPU:3'),
        )

    def test_malformed_texts_are_errors(self):
        for text, error, sentence in (
            ('', errors.EmptyResources, 'Got: empty string.'),
            (' ', errors.EmptyResources, 'Badly formed resources parameter.'),
            ('VCPU', errors.MalformedResources, 'Got: VCPU.'),
            ('VCPU:1:2', errors.MalformedResources, 'Got: VCPU:1:2.'),
            ('VCPU:1,', errors.MalformedResources, 'Got: .'),
            (
                'VCPU:many',
                errors.AmountNotInteger,
                'Requested resource VCPU expected positive integer amount. '
                'Got: many.',
            ),
            ('VCPU:', errors.AmountNotInteger, 'Got: .'),
            (f'VCPU:{"9" * 5000}', errors.AmountNotInteger, 'Got: 999'),
            (
                'VCPU:0',
                errors.AmountNotPositive,
                'Requested resource VCPU requires amount >= 1. Got: 0.',
            ),
            ('VCPU:-1', errors.AmountNotPositive, 'Got: -1.'),
        ):
            exception = self.assertRaises(error, texts.parse_resources, text)
            self.assertIn(sentence, str(exception))

    def test_blanks_before_an_amount_are_ignored(self):
        self.assertEqual((('VCPU', 2),), texts.parse_resources('VCPU: 2'))

    @given(st.integers(min_value=1))
    def test_no_amount_is_too_large_for_a_database(self, amount):
        ((_name, number),) = texts.parse_resources(f'VCPU:{amount}')
        self.assertEqual(min(amount, 2**31), number)

    def test_an_amount_has_at_most_a_hundred_digits(self):
        texts.parse_resources(f'VCPU:{"9" * 100}')
        self.assertRaises(
            errors.AmountNotInteger,
            texts.parse_resources,
            f'VCPU:{"9" * 101}',
        )

    @given(st.text())
    def test_any_text_is_parsed_or_an_error(self, text):
        try:
            pairs = texts.parse_resources(text)
        except errors.BadQuery:
            return
        self.assertTrue(all(1 <= amount <= 2**31 for _name, amount in pairs))


class TestSizes(testtools.TestCase):
    def test_the_length_of_lists_is_limited(self):
        for parse, prefix, item, limit in (
            (texts.parse_resources, '', 'VCPU:1', 200),
            (texts.parse_aggregates, 'in:', _ONE, 10_000),
            (texts.parse_aggregates, '!in:', _ONE, 10_000),
            (lambda text: texts.parse_traits(text, _NEW), '', 'A', 10_000),
            (lambda text: texts.parse_traits(text, _NEW), 'in:', 'A', 10_000),
            (texts.parse_root_traits, '', 'A', 10_000),
            (texts.parse_suffixes, '', '_A', 10_000),
        ):
            parse(prefix + ','.join([item] * limit))
            error = self.assertRaises(
                errors.TooManyItems,
                parse,
                prefix + ','.join([item] * (limit + 1)),
            )
            self.assertIn(f'asks for {limit + 1} ', str(error))
            self.assertIn(f'at most {limit} are', str(error))


class TestTraits(testtools.TestCase):
    def test_valid_texts(self):
        for text, required_traits, forbidden_traits in (
            ('A', _sets('A'), set()),
            ('A, B', _sets('A', 'B'), set()),
            ('A,!B', _sets('A'), {'B'}),
            ('!A,!!B', (), {'A', 'B'}),
            ('in:A, B', _sets('AB'), set()),
            ('A,A', _sets('A'), set()),
        ):
            self.assertEqual(
                (required_traits, frozenset(forbidden_traits)),
                texts.parse_traits(text, _NEW),
                text,
            )

    def test_malformed_texts_are_errors(self):
        for text, capabilities, error, sentence in (
            ('', _NEW, errors.EmptyTrait, 'HW_CPU_X86_VMX,!CUSTOM_MAGIC. '),
            ('A,', _OLD, errors.EmptyTrait, 'Got an empty trait in: A,'),
            ('!', _NEW, errors.EmptyTrait, 'Got an empty trait in: !'),
            ('in:A,', _NEW, errors.EmptyTrait, 'of the form: in:HW_CPU'),
            ('!A', _OLD, errors.ForbiddenTraitTooEarly, 'Got: !A'),
            ('in:A,B', _OLD, errors.AnyTraitsTooEarly, 'microversion 1.39.'),
            (
                'in:A,!B',
                _NEW,
                errors.ForbiddenAmongAnyTraits,
                'does not support forbidden traits. Got: in:A,!B',
            ),
        ):
            exception = self.assertRaises(
                error, texts.parse_traits, text, capabilities
            )
            self.assertIn('Invalid query string parameters: ', str(exception))
            self.assertIn(sentence, str(exception))

    def test_the_root_needs_all_of_its_traits(self):
        self.assertEqual(
            (frozenset('AB'), frozenset('C')),
            texts.parse_root_traits('A,B,!C'),
        )
        self.assertRaises(
            errors.AnyTraitsTooEarly, texts.parse_root_traits, 'in:A,B'
        )


class TestAggregates(testtools.TestCase):
    def test_valid_texts(self):
        for text, aggregates, not_aggregates in (
            (_ONE, {_ONE}, set()),
            (f'in:{_ONE},{_TWO}', {_ONE, _TWO}, set()),
            (f'!{_ONE}', set(), {_ONE}),
            (f'!in:{_ONE},{_TWO}', set(), {_ONE, _TWO}),
            (_ONE.upper(), {_ONE}, set()),
            (_ONE.replace('-', ''), {_ONE}, set()),
        ):
            self.assertEqual(
                (aggregates, not_aggregates),
                texts.parse_aggregates(text),
                text,
            )

    def test_malformed_texts_are_errors(self):
        for text, error in (
            ('', errors.BadAggregate),
            ('in:', errors.BadAggregate),
            ('blue', errors.BadAggregate),
            (f'!!{_ONE}', errors.BadAggregate),
            (f'{_ONE},{_TWO}', errors.AggregatesWithoutIn),
            (f'!{_ONE},{_TWO}', errors.AggregatesWithoutIn),
        ):
            self.assertRaises(error, texts.parse_aggregates, text)

    @given(st.text())
    def test_any_text_is_parsed_or_an_error(self, text):
        try:
            aggregates, not_aggregates = texts.parse_aggregates(text)
        except errors.BadQuery:
            return
        self.assertTrue(bool(aggregates) != bool(not_aggregates))


class TestTree(testtools.TestCase):
    def test_a_tree_is_named_by_a_uuid(self):
        self.assertEqual(_ONE, texts.parse_tree(f' {_ONE} '))
        self.assertRaises(errors.BadTree, texts.parse_tree, 'oak')


class TestSuffixes(testtools.TestCase):
    def test_the_group_without_a_suffix_is_an_error(self):
        self.assertEqual({'_A', '_B'}, texts.parse_suffixes('_A, _B'))
        self.assertRaises(errors.EmptySuffix, texts.parse_suffixes, '_A,')
