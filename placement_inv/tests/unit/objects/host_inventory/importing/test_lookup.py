"""Instance ids and enabled states in the variables of a host."""

import unittest

from placement_inv.objects.host_inventory.importing import lookup


class EnabledTest(unittest.TestCase):
    def test_the_variable_decides_as_text_in_any_case(self):
        for variables, expected in (
            ({'st': {'p': 'RUNNING'}}, True),
            ({'st': {'p': 'running'}}, True),
            ({'st': {'p': 'stopped'}}, False),
            ({'st': {'p': True}}, False),
            ({'st': {'p': None}}, False),
            ({'st': {}}, None),
            ({'st': 'running'}, None),
            ({}, None),
        ):
            with self.subTest(variables):
                self.assertIs(
                    expected, lookup.find_enabled(variables, 'st.p', 'running')
                )

    def test_without_an_enabled_value_the_variable_disables_a_host(self):
        self.assertIs(False, lookup.find_enabled({'a': 'x'}, 'a', ''))
        self.assertIsNone(lookup.find_enabled({'b': 'x'}, 'a', ''))

    def test_without_the_variable_there_is_no_result(self):
        self.assertIsNone(lookup.find_enabled({'': 'x'}, '', 'x'))

    def test_other_types_by_their_text_and_alternatives(self):
        self.assertTrue(lookup.find_enabled({'a': True}, 'a', 'true'))
        self.assertTrue(lookup.find_enabled({'a': 1}, 'a', '1'))
        self.assertTrue(lookup.find_enabled({'b': {'c': 'on'}}, 'a,b.c', 'ON'))

    def test_marks_are_ignored(self):
        for text in ('on', '{{ x }}'):
            variables = {'__ansible_unsafe': text}
            self.assertTrue(lookup.find_enabled({'a': variables}, 'a', text))
            self.assertTrue(
                lookup.find_enabled({'a': {'b': variables}}, 'a.b', text)
            )
            self.assertFalse(lookup.find_enabled({'a': variables}, 'a', 'off'))


class InstanceIdTest(unittest.TestCase):
    def test_the_first_alternative_with_a_value(self):
        for variables, expected in (
            ({'a': {'b': 'i-1'}, 'c': 'i-2'}, 'i-1'),
            ({'a': {'b': {'__ansible_unsafe': 'i{1'}}}, 'i{1'),
            ({'a': {'b': {'__ansible_vault': 'x'}}}, ''),
            ({'a': {'b': ''}, 'c': 'i-2'}, 'i-2'),
            ({'a': 'b', 'c': 7}, '7'),
            ({'a': {'b': None}}, ''),
            ({'a': {'b': ['i-1']}}, ''),
            ({'a': {'b': True}}, ''),
            ({'c': 'x' * 1025}, ''),
            ({}, ''),
        ):
            with self.subTest(variables):
                self.assertEqual(
                    expected, lookup.find_instance_id(variables, 'a.b, c')
                )

    def test_without_a_path_there_is_no_instance_id(self):
        self.assertEqual('', lookup.find_instance_id({'': 'x'}, ''))
