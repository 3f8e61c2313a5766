"""Limits that keep the time to parse YAML linear in its length."""

import unittest

from placement_inv.objects.host_inventory.variables import yaml_reading


class LoadTest(unittest.TestCase):
    def refusal(self, text):
        """Return the sentence of the error that a text raises."""
        with self.assertRaises(yaml_reading.ERRORS) as caught:
            yaml_reading.load(text)
        return str(caught.exception)

    def test_an_empty_text_has_no_value(self):
        for text in ('', '# a comment', '---'):
            self.assertIsNone(yaml_reading.load(text))

    def test_numbers_that_are_keys_become_texts(self):
        for text, value in (
            ('{1: a, 1.5: b, -0: c}', {'1': 'a', '1.5': 'b', '0': 'c'}),
            ('{0x10: a, 1_000: b}', {'16': 'a', '1000': 'b'}),
            # Other keys stay; `json.dumps` converts them later.
            ('{true: a, null: b}', {True: 'a', None: 'b'}),
            ('[1, {2: 3}]', [1, {'2': 3}]),
        ):
            self.assertEqual(value, yaml_reading.load(text), text)

    def test_values_keep_the_types_of_yaml(self):
        self.assertEqual(
            {'a': 1, 'b': [1.5, None, True], 'c': '1'},
            yaml_reading.load('a: 1\nb: [1.5, ~, yes]\nc: "1"'),
        )

    def test_texts_that_take_long_to_read_are_refused(self):
        for text, reason in (
            ('a' * (1024 * 1024 + 1), 'more than 1048576 characters'),
            ('%TAG !a! x\n' * 17 + '--- 1', 'more than 16 %TAG directives'),
            ('%TAG !a! x\r' * 17 + '--- 1', 'more than 16 %TAG directives'),
            ('[' * 65 + ']' * 65, 'nested deeper than 64 levels'),
            ('{' + '<<: {}, ' * 65 + '}', 'more than 64 merge keys'),
            ('1' + ':1' * 600, 'a number has too many digits'),
            ('!!int {=: 1}', 'a number is not a scalar'),
            ('&a [*a]', 'a value contains itself'),
        ):
            self.assertIn(reason, self.refusal(text), text[:40])

    def test_texts_at_the_limits_are_read(self):
        value = yaml_reading.load('[' * 64 + ']' * 64)
        for _ in range(63):
            (value,) = value
        self.assertEqual([], value)
        bits = '1' * 1024
        self.assertEqual(
            int(bits, 2), yaml_reading.load(f'0b{bits}'), 'in base 2'
        )
        self.assertEqual({}, yaml_reading.load('{' + '<<: {}, ' * 64 + '}'))

    def test_the_place_of_a_number_is_named(self):
        self.assertIn(
            'in line 2, column 6', self.refusal('a: 1\nbc:  1' + ':1' * 600)
        )

    def test_aliases_count_as_often_as_they_are_used(self):
        levels = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
        for level in range(1, 7):
            aliases = ', '.join([f'*a{level - 1}'] * 10)
            levels.append(f'a{level}: &a{level} [{aliases}]')
        self.assertIn(
            'more than 500000 values', self.refusal('\n'.join(levels))
        )
        self.assertEqual(5, len(yaml_reading.load('\n'.join(levels[:5]))))

    def test_tags_make_no_objects(self):
        self.assertIn(
            'could not determine a constructor',
            self.refusal('!!python/object/apply:os.getcwd []'),
        )


class TestSyntax(unittest.TestCase):
    def test_tags_of_any_name_are_accepted(self):
        for text in ('a: !vault |\n  12\n', '!pony {a: !unicorn b}', ''):
            yaml_reading.check_syntax(text)

    def test_invalid_and_costly_texts_are_refused(self):
        for text in (
            'a: [',
            'a: b: c',
            '%TAG !e! tag:e,2000:\n' * 17 + '---\n',
            '[' * 65 + ']' * 65,
            'a' * (1024 * 1024 + 1),
        ):
            with (
                self.subTest(text[:20]),
                self.assertRaises(yaml_reading.ERRORS),
            ):
                yaml_reading.check_syntax(text)
