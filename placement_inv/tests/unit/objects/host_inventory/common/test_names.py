"""Which texts are names of hosts, and what a port in them does."""

import json

import testtools

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import names

_PLAIN = ('web', 'fe80::1', '[::1]:22', 'a:b:c', '{ x }', '{{ open', 'ü:2x:3')
_REFUSED = (
    ('x:abc', 'Invalid port specification: abc'),
    ('x:', 'Invalid port specification: '),
    ('x:0', 'Invalid port specification: 0'),
    ('x:65536', 'Invalid port specification: 65536'),
    ('x:-1', 'Invalid port specification: -1'),
    ('x:٣', 'Invalid port specification: ٣'),
    (':22', 'This field may not be blank.'),
    ('{{ x }}', 'Inline Jinja variables are not allowed.: {{ x }}'),
    (
        '__ansible_unsafe',
        'Names that begin with __ansible_ belong to Ansible.',
    ),
    (
        '__ansible_x:22',
        'Names that begin with __ansible_ belong to Ansible.',
    ),
    ('a{% if %}b', 'Inline Jinja variables are not allowed.: {% if %}'),
)


class TestParseHostName(testtools.TestCase):
    def test_a_name_without_a_port_is_not_changed(self):
        for name in _PLAIN:
            values = {'name': name, 'variables': 'a: 1'}
            self.assertEqual(values, names.parse_host_name(values), name)

    def test_a_port_joins_the_variables(self):
        result = names.parse_host_name(
            {'name': 'web:2222', 'variables': 'a: 1'}
        )
        self.assertEqual('web', result['name'])
        self.assertEqual(
            {'a': 1, 'ansible_ssh_port': 2222}, json.loads(result['variables'])
        )

    def test_a_port_joins_the_variables_that_were_there(self):
        result = names.parse_host_name({'name': 'web:22'}, 'a: 1')
        self.assertEqual(
            {'a': 1, 'ansible_ssh_port': 22}, json.loads(result['variables'])
        )

    def test_an_invalid_name_is_refused(self):
        for name, reason in _REFUSED:
            error = self.assertRaises(
                errors.InvalidHostName, names.parse_host_name, {'name': name}
            )
            self.assertEqual({'name': [reason]}, error.fields)
