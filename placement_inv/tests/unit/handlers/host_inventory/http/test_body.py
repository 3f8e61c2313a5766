"""The bodies of requests as bytes: JSON and YAML."""

import testtools

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory.http import body
from placement_inv.tests.unit.handlers.host_inventory import requests
from placement_inv.web import errors as web_errors

_JSON = 'application/json'
_YAML = 'application/yaml'


def _request(text=b'', content_type=_JSON):
    return requests.make(method='PUT', body=text, content_type=content_type)


class TestRead(testtools.TestCase):
    def test_an_empty_body_is_an_empty_object(self):
        self.assertEqual({}, body.read(_request()))
        self.assertEqual({}, body.read(_request(b' \n', 'text/plain')))

    def test_a_json_object_is_parsed(self):
        self.assertEqual({'a': [1]}, body.read(_request(b'{"a": [1]}')))

    def test_other_values_than_objects_are_refused(self):
        for text in (b'[1]', b'"x"', b'null', b'{', b'\xff', b'[' * 10**5):
            self.assertRaises(errors.NotJSON, body.read, _request(text))
            self.assertRaises(
                errors.NotJSON, body.read_variables, _request(text)
            )

    def test_another_media_type_is_refused(self):
        for kind in ('application/x-www-form-urlencoded', '', _YAML):
            self.assertRaises(
                web_errors.UnsupportedMediaType,
                body.read,
                _request(b'{}', kind),
            )


class TestReadVariables(testtools.TestCase):
    def test_numbers_keep_all_their_digits(self):
        digits = '1234567890' * 5
        self.assertEqual(
            {'a': int(digits)},
            body.read_variables(_request(f'{{"a": {digits}}}'.encode())),
        )

    def test_yaml_is_parsed(self):
        for kind in body.YAML:
            self.assertEqual(
                {'a': ['b']}, body.read_variables(_request(b'a: [b]', kind))
            )

    def test_yaml_without_a_mapping_is_refused(self):
        for text in (b'[a]', b'a: [', b'\xff', b'a: 2020-01-01'):
            self.assertRaises(
                errors.NotYAML, body.read_variables, _request(text, _YAML)
            )
