"""Only values that all databases and clients can hold are accepted."""

import json
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.importing import strict_json
from placement_inv.objects.host_inventory.sources import import_errors


class TestLoads(unittest.TestCase):
    def _assert_refused(self, text, reason):
        with self.assertRaisesRegex(import_errors.DocumentRefused, reason):
            strict_json.loads(text)

    def test_texts_and_bytes_are_read(self):
        value = {'a': [1, -(2**70), 2**1024 - 1, 1.5, None, True, 'é', {}]}
        text = json.dumps(value)
        self.assertEqual(value, strict_json.loads(text))
        self.assertEqual(value, strict_json.loads(text.encode()))

    def test_text_that_is_not_json_is_refused(self):
        for text in ('', '{', "{'a': 1}", b'\xff'):
            self._assert_refused(text, 'it is not JSON')

    def test_the_error_of_an_invalid_value_names_its_place(self):
        for inner, reason in (
            ('NaN', 'a.0: JSON cannot hold the number nan'),
            ('1e999', 'a.0: JSON cannot hold the number inf'),
            (str(-(2**1024)), 'a.0: an integer has more than 1024 bits'),
            (r'"\u0000"', 'a.0: a text holds a NUL'),
            (r'"\ud800"', 'a.0: a text is not valid Unicode'),
            (r'{"\u0000": 1}', r'a.0.*: a text holds a NUL'),
        ):
            with self.subTest(inner):
                self._assert_refused(f'{{"a": [{inner}]}}', reason)

    def test_depth_is_limited(self):
        deepest = strict_json.MAX_DEPTH
        strict_json.loads('[' * deepest + ']' * deepest)
        for depth in (deepest + 1, 200_000):
            self._assert_refused('[' * depth + ']' * depth, 'deeper than')

    def test_length_and_number_of_values_are_limited(self):
        with mock.patch.object(strict_json, 'MAX_BYTES', 5):
            self._assert_refused('[1, 2]', 'larger than 5 bytes')
        with mock.patch.object(strict_json, 'MAX_VALUES', 3):
            self.assertEqual([1, 2, 3], strict_json.loads('[1,2,3]'))
            self._assert_refused('[1,2,3,4]', 'more than 3 values')
            self._assert_refused(b'[[[[]]]]', 'more than 3 values')


class TestAcceptable(unittest.TestCase):
    def test_accepted_values_are_not_changed(self):
        value = {'a': [1, -1.5, None, True, 'é', {'b': 2**1024 - 1}]}
        self.assertEqual(value, strict_json.make_acceptable(value))

    def test_all_else_takes_a_form_that_is(self):
        for value, form in (
            ('a\0\ud800', 'a\ufffd\ufffd'),
            ({'\udfff': [2**1024]}, {'\ufffd': [str(2**1024)]}),
            (-(2**1024), str(-(2**1024))),
        ):
            self.assertEqual(form, strict_json.make_acceptable(value))
            strict_json.check(form)

    def test_values_that_are_too_deep_are_null(self):
        value = []
        for _level in range(strict_json.MAX_DEPTH + 5):
            value = [value]
        form = strict_json.make_acceptable(value)
        strict_json.check(form)
        self.assertEqual(
            '[' * strict_json.MAX_DEPTH + 'null' + ']' * strict_json.MAX_DEPTH,
            json.dumps(form),
        )
