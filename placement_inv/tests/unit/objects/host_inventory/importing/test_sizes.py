"""Limits of the size of variables in a document."""

import json
import tracemalloc
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import sizes
from placement_inv.objects.host_inventory.importing import strict_json
from placement_inv.objects.host_inventory.sources import import_errors

_SIZES = sizes.Sizes(variable=100, owner=300)


def parse(tree, limits=_SIZES):
    return document.parse(json.dumps(tree), limits=limits)


def host(variables):
    return {'g': ['web1'], '_meta': {'hostvars': {'web1': variables}}}


class TestSizes(unittest.TestCase):
    def assert_refused(self, tree, pattern):
        with self.assertRaisesRegex(import_errors.DocumentRefused, pattern):
            parse(tree)

    def test_a_variable_of_the_largest_size_is_loaded(self):
        # The JSON of a text has two quotes.
        value = 'a' * 98
        read = parse(host({'v': value, 'w': value}))
        self.assertEqual(value, read.hosts['web1'].variables['v'])

    def test_a_larger_variable_is_refused_with_its_host_and_name(self):
        for value in ('a' * 99, [[]] * 30, {'k': 'é' * 20}, ['x' * 97]):
            self.assert_refused(
                host({'small': 1, 'v': value}),
                "the variable 'v' of the host 'web1' is larger than 100 "
                r'bytes \(\[inventory_sources\]max_variable_size\)',
            )

    def test_many_small_variables_are_refused_with_their_host(self):
        self.assert_refused(
            host({f'v{number}': 'a' * 50 for number in range(6)}),
            "the variables of the host 'web1' are larger than 300 bytes "
            r'\(\[inventory_sources\]max_variables_size\)',
        )

    def test_sizes_of_all_places_of_a_document_are_added_up(self):
        part = {'web1': {'a': 'a' * 90, 'b': 'b' * 90}}
        more = {'c': 'c' * 90, 'd': 'd' * 90}
        self.assert_refused(
            {'g': {'hosts': part}, '_meta': {'hostvars': {'web1': more}}},
            "the host 'web1' are larger",
        )

    def test_groups_and_inventories_have_the_same_limits(self):
        for group, name in (
            ('g', "the group 'g'"),
            ('all', 'the inventory'),
            ('ungrouped', "the group 'ungrouped'"),
        ):
            self.assert_refused(
                {group: {'vars': {'v': 'a' * 99}}}, f"'v' of {name} is larger"
            )
            self.assert_refused(
                {group: {'vars': dict.fromkeys('abcdef', 'a' * 90)}},
                f'the variables of {name} are larger',
            )

    def test_copies_of_variables_are_limited_together(self):
        tree = {'ungrouped': {'hosts': ['a', 'b'], 'vars': {'v': 'x' * 40}}}
        with mock.patch.object(sizes, 'MAX_COPIES', 90):
            self.assert_refused(
                tree, "2 hosts .* variables of the group 'ungrouped'"
            )
        with mock.patch.object(sizes, 'MAX_COPIES', 200):
            parse(tree)

    def test_the_message_shortens_long_names(self):
        with self.assertRaises(import_errors.DocumentRefused) as caught:
            parse(host({'k' * 5000: 1}))
        self.assertLess(len(str(caught.exception)), 400)


class TestNumberOfValues(unittest.TestCase):
    def test_too_many_values_are_refused_before_parsing(self):
        text = json.dumps({'v': [[]] * 1000})
        with (
            mock.patch.object(strict_json, 'MAX_VALUES', 1000),
            mock.patch.object(json, 'loads', side_effect=AssertionError),
            self.assertRaisesRegex(
                import_errors.DocumentRefused, 'than 1000 values'
            ),
        ):
            strict_json.loads(text.encode())
        with mock.patch.object(strict_json, 'MAX_VALUES', 2002):
            self.assertEqual(1000, len(strict_json.loads(text.encode())['v']))

    def test_the_check_of_many_values_takes_little_memory(self):
        text = json.dumps([[[]]] * 50_000)
        value = json.loads(text)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        before = tracemalloc.get_traced_memory()[0]
        strict_json.check(value)
        peak = tracemalloc.get_traced_memory()[1]
        self.assertLess(peak - before, 100_000)
