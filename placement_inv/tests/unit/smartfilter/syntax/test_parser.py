"""Parsing texts to syntax trees, and the errors of invalid texts."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter.syntax import ast

AWX, EXTENDED = smartfilter.Language


def term(key, raw, is_quoted=False):
    segments = tuple(
        ast.Segment(step.removesuffix('[]'), step.endswith('[]'))
        for step in key.split('__')
    )
    return ast.Term(ast.Key(segments), '=', (ast.Value(raw, is_quoted),))


A, B, C, D = (term(name, name.upper()) for name in 'abcd')

TREES = {
    'a=A': A,
    '"a"=A': A,
    'a =A': A,
    'a="A"': term('a', 'A', True),
    'a= "A"': term('a', 'A', True),
    'a=""': term('a', '', True),
    'a=" (\'=\n"': term('a', " ('=\n", True),
    '" a "=A': term(' a ', 'A'),
    'a__b[]__c=1': term('a__b[]__c', '1'),
    'a__[]=1': term('a__[]', '1'),
    'and=or': term('and', 'or'),
    'a=A and b=B': ast.And((A, B)),
    'a=A\nand\tb=B': ast.And((A, B)),
    'a=A and b=B or c=C and d=D': ast.Or((ast.And((A, B)), ast.And((C, D)))),
    'a=A and (b=B or c=C) and d=D': ast.And((A, ast.Or((B, C)), D)),
    'a=A or (b=B or (c=C or d=D))': ast.Or((A, B, C, D)),
    '(((a=A)))': A,
    '(a=A)and(b=B)': ast.And((A, B)),
    'a="A"and b=B': ast.And((term('a', 'A', True), B)),
    'a=A andb=B': ast.And((A, B)),
    'a=A orb=B': ast.Or((A, B)),
    # AWX puts parentheses around the text and reads as far as it can.
    'a=A)': A,
    'a=A) and': A,
    'a=A) and (': A,
    'a=A) and b': A,
    'a=A) "': A,
    'a=A) and (b=B': ast.And((A, B)),
    'a=A)andb=B': ast.And((A, B)),
    'a=A or b=B) and c=C': ast.And((ast.Or((A, B)), C)),
    'a=A) or b=B and (c': ast.Or((A, B)),
}


def extended_term(key, operator, *values):
    segments = tuple(ast.Segment(step) for step in key.split('__'))
    return ast.Term(ast.Key(segments), operator, values)


def key(*segments):
    return ast.Key(tuple(ast.Segment(*segment) for segment in segments))


ONE = (ast.Value('1'),)

EXTENDED_TREES = {
    'a = A': A,
    "a='A'": term('a', 'A', True),
    'a=A AND b=B Or NOT c=C': ast.Or((ast.And((A, B)), ast.Not(C))),
    'not(a=A or b=B)': ast.Not(ast.Or((A, B))),
    'not a=A and b=B': ast.And((ast.Not(A), B)),
    'notes=1': extended_term('notes', '=', *ONE),
    'in in (in)': extended_term('in', 'in', ast.Value('in')),
    'a=and and b=B': ast.And((term('a', 'and'), B)),
    'a!=1': extended_term('a', '!=', *ONE),
    'a>1': extended_term('a', '>', *ONE),
    'a >= 1': extended_term('a', '>=', *ONE),
    'a__b<1': extended_term('a__b', '<', *ONE),
    'a<=1': extended_term('a', '<=', *ONE),
    'a In (1, "b, c",\'d\')': extended_term(
        'a', 'in', *ONE, ast.Value('b, c', True), ast.Value('d', True)
    ),
    'a not in (1)': ast.Not(extended_term('a', 'in', *ONE)),
    'a EXISTS': extended_term('a', 'exists'),
    'a not exists': ast.Not(extended_term('a', 'exists')),
    "a=it's": term('a', "it's"),
    'a=b,c': term('a', 'b,c'),
    r'a="\"\\\'\d"': term('a', '"\\\'\\d', True),
    '"a__b c"=1': ast.Term(key(['a'], ['b c']), '=', ONE),
    'a__"b__c"[]__d[]=1': ast.Term(
        key(['a'], ['b__c', True, True], ['d', True]), '=', ONE
    ),
    '"a"__b=1': ast.Term(key(['a', False, True], ['b']), '=', ONE),
    'a___b=1': ast.Term(key(['a'], ['_b']), '=', ONE),
}

# text: the offset, the excerpt, one of the expectations
EXTENDED_ERRORS = {
    '': (0, '', 'a field'),
    'a': (1, '', 'an operator'),
    'a>': (2, '', 'a value'),
    'a==A': (2, '=', 'a value'),
    'not=1': (3, '=', 'a field'),
    'not not a=A': (8, 'a', 'an operator'),
    'a not =1': (6, '=', '"in"'),
    'a in b': (5, 'b', '"("'),
    'a in ()': (6, ')', 'a value'),
    'a in (b c)': (8, 'c', '","'),
    'a in (b,)': (8, ')', 'a value'),
    'a in (b': (7, '', '")"'),
    'a exists b=c': (9, 'b', '"and"'),
    'a=A andb=B': (4, 'andb', '"and"'),
    'a=A)': (3, ')', 'the end of the filter'),
    '(a=A': (4, '', '")"'),
    "a='A": (2, "'A", 'a value'),
    r'a="A\"': (2, '"A\\"', 'a value'),
    'a"b"=1': (0, 'a"b"', None),
    'a__"b"c=1': (3, '"b"c', None),
    '""=1': (0, '""', 'a field'),
}


# text: the offset, the excerpt, one of the expectations
SYNTAX_ERRORS = {
    '': (0, '', 'a field'),
    '  ': (2, '', 'a field'),
    '()': (1, ')', 'a field'),
    'a': (1, '', '"="'),
    'a=': (2, '', 'a value'),
    'a=A) and b=': (11, '', 'a value'),
    'a= A': (2, ' ', 'a value'),
    'a = A': (3, ' ', 'a value'),
    'a==A': (2, '=', 'a value'),
    'a=A=B': (3, '=', '"and"'),
    'a=A b=B': (4, 'b', '"and"'),
    'a=A B': (4, 'B', 'the end of the filter'),
    'a=A AND b=B': (4, 'AND', '"or"'),
    'a=A and': (7, '', '"("'),
    'a=A and or b=B': (11, 'b', '"="'),
    '(a=A': (4, '', '")"'),
    '((a=A)': (6, '', '")"'),
    'a="A': (2, '"A', 'a value'),
    'a="A"b': (5, 'b', '"and"'),
    'a=A"b"': (3, '"b"', '"and"'),
    'a=n0(1|2)': (4, '(', '"and"'),
    '""=A': (0, '""', 'a field'),
    'not a=A': (4, 'a', '"="'),
    '\xa0a=A': (0, '\xa0', 'a field'),
    'a=A\xa0': (3, '\xa0', '"and"'),
    'a=A\x00': (3, '\x00', None),
    'a="\ud800"': (3, '\ud800', None),
}


class TestTrees(unittest.TestCase):
    def test_trees(self):
        for text, expected in TREES.items():
            with self.subTest(text):
                self.assertEqual(expected, smartfilter.parse(text).root)

    def test_trees_of_the_extended_language(self):
        for text, expected in EXTENDED_TREES.items():
            with self.subTest(text):
                self.assertEqual(
                    expected, smartfilter.parse(text, EXTENDED).root
                )

    def test_nodes_have_places(self):
        text = 'name=a or (groups__name = "b c" and id=1)'
        either = smartfilter.parse(text).root
        self.assertEqual((0, 40), (either.place.start, either.place.end))
        group = either.nodes[1].nodes[0]
        self.assertEqual('groups__name = "b c"', group.place.excerpt)
        self.assertEqual('"b c"', group.value.place.excerpt)
        self.assertEqual(
            ['groups', 'name'],
            [segment.place.excerpt for segment in group.key.segments],
        )


class TestErrors(unittest.TestCase):
    def error(self, text, language=AWX, **limits):
        with self.assertRaises(errors.FilterError) as caught:
            smartfilter.parse(text, language, smartfilter.Limits(**limits))
        return caught.exception

    def check(self, table, language):
        for text, (offset, excerpt, expected) in table.items():
            with self.subTest(text):
                error = self.error(text, language)
                self.assertIsInstance(error, errors.FilterSyntaxError)
                self.assertEqual(
                    (offset, excerpt), (error.position, error.excerpt)
                )
                if expected:
                    self.assertIn(expected, error.expectations)

    def test_syntax_errors(self):
        self.check(SYNTAX_ERRORS, AWX)

    def test_syntax_errors_of_the_extended_language(self):
        self.check(EXTENDED_ERRORS, EXTENDED)

    def test_the_rendered_error(self):
        error = self.error('name=a and\n  enabled= true or x=1')
        self.assertEqual(
            'A value must follow "=" at once. (line 2, column 11)\n'
            '  enabled= true or x=1\n'
            '          ^\n'
            'expected: a value\n'
            'hint: take the space away, or put the value in "quotes"',
            error.render(),
        )

    def test_a_long_line_is_cut_around_the_place(self):
        error = self.error('a=b and ' * 40 + 'c' + ' and a=b' * 40)
        lines = error.render().splitlines()
        self.assertTrue(lines[1].startswith('…'), lines[1])
        self.assertTrue(lines[1].endswith('…'), lines[1])
        caret = lines[2].index('^')
        self.assertEqual('and', lines[1][caret : caret + 3])

    def test_hints(self):
        for text, hint in {
            'a=A AND b=B': 'write "and" in lower case',
            'a="b': 'close the quotes',
            'a=': 'write "" for the empty text',
            'a=n(1)': 'put a value with parentheses in "quotes"',
            'not a=b': 'this language has no "not"',
        }.items():
            with self.subTest(text):
                self.assertEqual(hint, self.error(text).hint)

    def test_limits(self):
        for text, limits, place in [
            ('a=bc', {'length': 3}, (3, 4)),
            ('((a=b))', {'depth': 1}, (1, 2)),
            ('a=b or c=d or e=f', {'terms': 2}, (15, 16)),
            ('a in (b, c, d)', {'terms': 2}, (10, 11)),
            ('a=b or a__b__c=1', {'segments': 2}, (7, 14)),
        ]:
            with self.subTest(text):
                error = self.error(text, EXTENDED, **limits)
                self.assertIsInstance(error, errors.TooLarge)
                self.assertEqual(place, (error.place.start, error.place.end))

    def test_at_the_limits(self):
        limits = smartfilter.Limits(length=8, depth=2, terms=1, segments=1)
        result = smartfilter.parse('((a=A)) ', limits=limits)
        self.assertEqual(A, result.root)
