"""The places of errors, and their text."""

import unittest

from placement_inv.smartfilter import errors


class TestPlace(unittest.TestCase):
    def test_lines_and_columns_count_from_one(self):
        text = 'a=1\nand bad=2'
        place = errors.Place(text, 8, 11)
        self.assertEqual((2, 5), (place.line, place.column))
        self.assertEqual('bad', place.excerpt)
        self.assertEqual(
            (1, 1),
            (errors.Place(text, 0, 1).line, errors.Place(text, 0, 1).column),
        )

    def test_carets_are_below_the_excerpt(self):
        place = errors.Place('a=1\nand bad=2\n', 8, 11)
        self.assertEqual('and bad=2\n    ^^^', place.marked_line())

    def test_the_end_of_a_text_has_a_caret_too(self):
        self.assertEqual('a=\n  ^', errors.Place('a=', 2, 2).marked_line())

    def test_tabs_keep_the_caret_in_its_column(self):
        self.assertEqual(
            '\ta=1\n\t^', errors.Place('\ta=1', 1, 2).marked_line()
        )

    def test_a_long_line_is_cut_around_the_place(self):
        text = 'x' * 500 + 'bad' + 'y' * 500
        line, carets = errors.Place(text, 500, 503).marked_line().split('\n')
        self.assertLess(len(line), 130)
        self.assertTrue(line.startswith('…') and line.endswith('…'))
        start = carets.index('^')
        self.assertEqual('bad', line[start : start + carets.count('^')])


class TestFilterError(unittest.TestCase):
    def test_an_error_renders_the_reason_the_place_and_hints(self):
        error = errors.UnknownField(
            errors.Place('nmae=1', 0, 4),
            'Host',
            'nmae',
            expectations=['a field'],
            hint='did you mean "name"?',
        )
        self.assertEqual(
            "Host has no field named 'nmae' (line 1, column 1)\n"
            'nmae=1\n^^^^\n'
            'expected: a field\n'
            'hint: did you mean "name"?',
            error.render(),
        )
        self.assertEqual(
            ('nmae=1', 0, 'nmae'), (error.text, error.position, error.excerpt)
        )

    def test_every_kind_has_a_code_of_its_own(self):
        kinds = errors.FilterError.__subclasses__()
        codes = [kind.code for kind in kinds]
        self.assertEqual(len(codes), len(set(codes)))
        self.assertNotIn(errors.FilterError.code, codes)
