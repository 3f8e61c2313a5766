"""From the tokens of a key or value to segments, values and their places."""

import unittest

import lark

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits
from placement_inv.smartfilter.syntax import ast
from placement_inv.smartfilter.syntax import transformer


def _token(kind, text, start=0):
    return lark.Token(kind, text, start_pos=start)


class _BuilderCase(unittest.TestCase):
    language: ast.Language

    def _key(self, text, kind='WORD', **bounds):
        builder = transformer.BUILDERS[self.language](
            text, 0, limits.Limits(**bounds)
        )
        return builder.key([_token(kind, text)])

    def _segments(self, text, kind='WORD'):
        return [
            (segment.name, segment.each, segment.is_literal)
            for segment in self._key(text, kind).segments
        ]

    def _excerpts(self, text, kind='WORD'):
        return [
            segment.place.excerpt for segment in self._key(text, kind).segments
        ]


class TestBuilder(_BuilderCase):
    language = ast.Language.AWX

    def test_a_key_is_split_at_double_underscores(self):
        self.assertEqual(
            [('a', False, False), ('b', True, False), ('_c', False, False)],
            self._segments('a__b[]___c'),
        )
        self.assertEqual(['a', 'b[]', '_c'], self._excerpts('a__b[]___c'))

    def test_places_in_a_quoted_key_are_inside_the_quotes(self):
        self.assertEqual(['a b', 'c'], self._excerpts('"a b__c"', 'QUOTED'))

    def test_places_do_not_count_the_text_before(self):
        # AWX's grammar gets the text in parentheses.
        builder = transformer.Builder('a=b', 1, limits.DEFAULT)
        key = builder.key([_token('WORD', 'a', 1)])
        value = builder.value([_token('WORD', 'b', 3)])
        term = builder.test([key, lark.Token('OPERATOR', '='), value])
        self.assertEqual('a', key.place.excerpt)
        self.assertEqual('b', value.place.excerpt)
        self.assertEqual((0, 3), (term.place.start, term.place.end))

    def test_quotes_of_a_value_are_removed_and_remembered(self):
        builder = transformer.Builder('', 0, limits.DEFAULT)
        self.assertEqual(
            ast.Value('a\\"b', True),
            builder.value([_token('QUOTED', '"a\\"b"')]),
        )
        self.assertEqual(
            ast.Value('null', False), builder.value([_token('WORD', 'null')])
        )

    def test_a_key_without_a_name_is_refused(self):
        for text, kind in (('""', 'QUOTED'), ('__', 'WORD')):
            with self.assertRaises(errors.FilterSyntaxError) as caught:
                self._key(text, kind)
            self.assertEqual(('a field',), caught.exception.expectations)

    def test_a_key_has_a_limited_number_of_steps(self):
        self.assertEqual(2, len(self._key('a__b', segments=2).segments))
        with self.assertRaises(errors.TooLarge) as caught:
            self._key('a__b__c', segments=2)
        self.assertIn('at most 2 steps', str(caught.exception))


class TestExtendedBuilder(_BuilderCase):
    language = ast.Language.EXTENDED

    def test_a_quoted_step_is_literal_and_may_hold_underscores(self):
        self.assertEqual(
            [('a', False, False), ('b__c', True, True), ('in', False, True)],
            self._segments('a__"b__c"[]__\'in\''),
        )

    def test_quotes_around_the_whole_key_make_no_step_literal(self):
        self.assertEqual(
            [('a', False, False), ('b c', False, False)],
            self._segments('"a__b c"'),
        )

    def test_a_backslash_escapes_quotes_and_itself_only(self):
        self.assertEqual(
            [('a', False, False), ('"\'\\d\\', False, True)],
            self._segments(r'a__"\"\'\d\\"'),
        )

    def test_quotes_inside_a_step_are_refused(self):
        with self.assertRaises(errors.FilterSyntaxError) as caught:
            self._key('a__b"c"__d')
        self.assertEqual('b"c"', caught.exception.excerpt)
        self.assertIn('ansible_facts__"a b"', caught.exception.hint)

    def test_negated_forms_are_the_negation_of_a_term(self):
        builder = transformer.ExtendedBuilder(
            'a not in (b)', 0, limits.DEFAULT
        )
        key = builder.key([_token('KEY', 'a')])
        value = builder.list_item([_token('LISTED', 'b', 10)])
        self.assertEqual(
            ast.Not(ast.Term(key, 'in', (value,))),
            builder.non_membership([key, value]),
        )
        self.assertEqual(
            ast.Not(ast.Term(key, 'exists', ())), builder.absence([key])
        )
