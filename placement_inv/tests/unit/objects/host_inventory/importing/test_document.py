"""Parsing of the output of ansible-inventory."""

import json
import unittest

from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import host_filter
from placement_inv.objects.host_inventory.sources import import_errors

_WEB1 = '{"_meta": {"hostvars": {"web1": {"x": '


def parse(tree, **options):
    return document.parse(json.dumps(tree), **options)


class ShapeTest(unittest.TestCase):
    def test_a_whole_document(self):
        read = parse(
            {
                '_meta': {'hostvars': {'a': {'x': 1}}, 'profile': 'p'},
                'all': {'children': ['ungrouped', 'g'], 'vars': {'v': 2}},
                'ungrouped': {'hosts': ['lone'], 'vars': {'w': 3}},
                'g': {
                    'hosts': ['a', 'b'],
                    'vars': {'y': [1]},
                    'children': ['kid'],
                },
            }
        )
        self.assertEqual({'v': 2}, read.variables)
        self.assertEqual({'a', 'b', 'lone'}, set(read.hosts))
        self.assertEqual({'w': 3}, read.hosts['lone'].variables)
        self.assertEqual({'x': 1}, read.hosts['a'].variables)
        self.assertEqual(
            {
                'g': document.Group('g', {'y': [1]}, ('a', 'b'), ('kid',)),
                'kid': document.Group('kid', {}, (), ()),
            },
            read.groups,
        )
        self.assertEqual((), read.warnings)

    def test_an_empty_document(self):
        for tree in ({}, {'_meta': {}}, {'_meta': {'hostvars': {}}}):
            self.assertEqual(document.Document({}, {}, {}), parse(tree))

    def test_hosts_as_an_object_and_a_group_as_a_list(self):
        read = parse(
            {
                'g': {'hosts': {'a': {'x': 1, 'y': 1}, 'b': None}},
                'h': ['a', 'c', 'a'],
                '_meta': {'hostvars': {'a': {'x': 2}}},
            }
        )
        self.assertEqual({'x': 2, 'y': 1}, read.hosts['a'].variables)
        self.assertEqual(('a', 'b'), read.groups['g'].hosts)
        self.assertEqual(('a', 'c'), read.groups['h'].hosts)

    def test_the_roots_are_never_groups(self):
        read = parse({'g': {'children': ['all', 'ungrouped', 'k']}})
        self.assertEqual(('k',), read.groups['g'].children)
        self.assertEqual({'g', 'k'}, set(read.groups))

    def test_variables_of_ungrouped_reach_hosts_without_a_group(self):
        read = parse(
            {
                'all': {'hosts': ['listed_in_all']},
                'ungrouped': {
                    'hosts': ['lone', 'own', 'grouped'],
                    'vars': {'v': 'ungrouped', 'w': 1},
                    'children': ['below'],
                },
                'g': {'hosts': ['grouped', 'a']},
                'below': {'hosts': ['b'], 'vars': {'w': 2}},
                '_meta': {'hostvars': {'own': {'v': 'own'}}},
            }
        )
        ungrouped_variables = {'v': 'ungrouped', 'w': 1}
        self.assertEqual(
            {
                'listed_in_all': ungrouped_variables,
                'lone': ungrouped_variables,
                'own': {'v': 'own', 'w': 1},
                'grouped': {},
                'a': {},
                'b': {},
            },
            {name: host.variables for name, host in read.hosts.items()},
        )
        self.assertEqual(
            {'g': {}, 'below': {'v': 'ungrouped', 'w': 2}},
            {name: group.variables for name, group in read.groups.items()},
        )
        self.assertEqual({}, read.variables)

    def test_hosts_that_are_left_out_inherit_nothing(self):
        read = parse(
            {'ungrouped': {'hosts': ['a', 'b'], 'vars': {'v': 1}}},
            keep_host=lambda name: name == 'a',
        )
        self.assertEqual({'a'}, set(read.hosts))
        self.assertEqual({'v': 1}, read.hosts['a'].variables)

    def test_circular_groups_are_read(self):
        read = parse({'p': {'children': ['q', 'p']}, 'q': {'children': ['p']}})
        self.assertEqual(('q', 'p'), read.groups['p'].children)
        self.assertEqual(('p',), read.groups['q'].children)

    def test_malformed_parts_are_left_out_with_a_warning(self):
        for tree, hosts, groups in (
            ({'g': 3, 'h': ['a']}, {'a'}, {'g', 'h'}),
            ({'g': {'hosts': 'ab'}}, set(), {'g'}),
            ({'g': {'hosts': ['a', 1, None, ' ', ['b']]}}, {'a'}, {'g'}),
            ({'g': {'vars': ['x']}}, set(), {'g'}),
            ({'g': {'children': 'x'}}, set(), {'g'}),
            ({'g': {'children': ['k', 5, '']}}, set(), {'g', 'k'}),
            ({'': {'hosts': ['a']}}, set(), set()),
            ({'_meta': 3, 'g': ['a']}, {'a'}, {'g'}),
            ({'_meta': {'hostvars': []}, 'g': ['a']}, {'a'}, {'g'}),
            ({'_meta': {'hostvars': {'a': 3}}, 'g': ['a']}, {'a'}, {'g'}),
            ({'_meta': {'hostvars': {'z': {}}}, 'g': ['a']}, {'a'}, {'g'}),
            ({'g': {'hosts': {'a': 7}}}, {'a'}, {'g'}),
        ):
            with self.subTest(tree):
                read = parse(tree)
                self.assertEqual(hosts, set(read.hosts))
                self.assertEqual(groups, set(read.groups))
                self.assertNotEqual((), read.warnings)

    def test_warnings_are_bounded(self):
        read = parse({'g': list(range(500))})
        self.assertEqual(document.MAX_WARNINGS + 1, len(read.warnings))
        self.assertEqual('400 more warnings', read.warnings[-1])


class HostNameTest(unittest.TestCase):
    def test_ports(self):
        for name_text, expected in (
            ('a', ('a', None)),
            ('a:22', ('a', 22)),
            ('a:', ('a', None)),
            ('a:ssh', ('a', None)),
            ('a:0', ('a', None)),
            ('a:65535', ('a', 65535)),
            ('a:65536', ('a', None)),
            ('a:²', ('a', None)),
            (':22', (':22', None)),
            ('::1', ('::1', None)),
            ('2001:db8::1', ('2001:db8::1', None)),
            ('[::1]:2222', ('::1', 2222)),
            ('[::1]:x', ('::1', None)),
            ('[fe80::1%eth0]', ('fe80::1%eth0', None)),
            ('[::1]x', ('[::1]x', None)),
        ):
            with self.subTest(name_text):
                self.assertEqual(expected, document.split_port(name_text))

    def test_a_port_is_a_variable_that_others_override(self):
        read = parse(
            {
                'g': ['a:22', 'b:22', '[::1]:23'],
                '_meta': {
                    'hostvars': {'b': {'ansible_port': 9}, 'a:22': {'x': 1}}
                },
            }
        )
        self.assertEqual(
            {'ansible_port': 22, 'x': 1}, read.hosts['a'].variables
        )
        self.assertEqual({'ansible_port': 9}, read.hosts['b'].variables)
        self.assertEqual({'ansible_port': 23}, read.hosts['::1'].variables)
        self.assertEqual(('a', 'b', '::1'), read.groups['g'].hosts)

    def test_templates_in_names_refuse_the_document(self):
        for name in (
            '{{ x }}', 'web-{% if a %}', 'a{{\n}}', '{{', 'a{# x',
            "#jinja2:variable_start_string:'[['\n[[ x }}",
        ):  # fmt: skip
            for tree, error_class in (
                ({'g': [name]}, import_errors.HostNameRefused),
                ({name: []}, import_errors.GroupNameRefused),
                ({'g': {'children': [name]}}, import_errors.GroupNameRefused),
            ):
                with (
                    self.subTest(tree),
                    self.assertRaises(error_class) as caught,
                ):
                    parse(tree)
                self.assertEqual(name, caught.exception.name)
        plain = ('a{b}', '#jinja', 'a #jinja2:')
        self.assertEqual(
            {'a{b}', '#jinja', 'a #jinja2'},
            set(parse({'g': list(plain)}).hosts),
        )
        self.assertEqual(
            set(plain), set(parse(dict.fromkeys(plain, [])).groups)
        )

    def test_names_of_ansible_itself_are_left_out(self):
        read = parse(
            {
                '__ansible_unsafe': ['a'],
                'g': {
                    'hosts': ['__ansible_vault', 'b'],
                    'children': ['__ansible_type'],
                },
            }
        )
        self.assertEqual({'b'}, set(read.hosts))
        self.assertEqual({'g'}, set(read.groups))
        self.assertEqual(3, len(read.warnings))

    def test_names_that_are_too_long_are_refused(self):
        self.assertIn('a' * 512, parse({'g': ['a' * 512]}).hosts)
        for tree in ({'g': ['a' * 513]}, {'g' * 513: []}):
            with self.assertRaisesRegex(import_errors.DocumentRefused, '512'):
                parse(tree)

    def test_names_that_lead_out_of_a_directory_are_refused(self):
        for tree in (
            {'g': ['../x']},
            {'g': ['a/../../x']},
            {'a/..': []},
            {'g': {'children': ['..']}},
        ):
            with self.assertRaisesRegex(
                import_errors.DocumentRefused, 'part of a path'
            ):
                parse(tree)
        self.assertIn('a..b', parse({'g': ['a..b', 'a/b']}).hosts)

    def test_names_of_this_service_need_not_be_file_names(self):
        names = ('..', '../x', '[web]', '[::1]:22', 'a:22', 'web[1:5:1]')
        read = parse(
            {'g': list(names), '../g': {'hosts': ['..']}}, names_are_ours=True
        )
        self.assertEqual(set(names), set(read.hosts))
        self.assertEqual({'g', '../g'}, set(read.groups))
        for host in read.hosts.values():
            self.assertEqual({}, host.variables)

    def test_hosts_that_the_filter_does_not_match_are_left_out(self):
        """A host that is left out can have any name, and gets no warning."""
        read = parse(
            {
                'g': ['web1:22', 'db1', '{{ x }}'],
                'h': {'hosts': {'db1': {'x': 1}}},
                '_meta': {'hostvars': {'db1': {'y': 1}, 'db2': {}}},
            },
            keep_host=host_filter.compile_filter('web'),
        )
        self.assertEqual({'web1'}, set(read.hosts))
        self.assertEqual(('web1',), read.groups['g'].hosts)
        self.assertEqual((), read.groups['h'].hosts)
        self.assertEqual((), read.warnings)


class StrictJsonTest(unittest.TestCase):
    def test_values_that_cannot_be_stored_are_refused(self):
        for value, reason in (
            ('NaN', 'NaN|nan'),
            ('-Infinity', 'inf'),
            ('1e999', 'inf'),
            (str(2**1024), '1024 bits'),
            ('"a\\u0000b"', 'NUL'),
            ('"\\ud800"', 'Unicode'),
            ('{"\\u0000": 1}', 'NUL'),
            ('[1, [NaN]]', 'nan'),
        ):
            text = _WEB1 + value + '}}}}'
            with (
                self.subTest(value),
                self.assertRaisesRegex(
                    import_errors.DocumentRefused, reason
                ) as place,
            ):
                document.parse(text)
            self.assertIn('_meta.hostvars.web1.x', str(place.exception))

    def test_values_that_can_be_stored_are_unchanged(self):
        values = [
            2**63 - 1,
            -(2**63),
            2**1024 - 1,
            -(2**64),
            1.5,
            True,
            None,
            'ü€😀',
            '',
        ]
        read = parse({'all': {'vars': {'x': values}}})
        self.assertEqual(values, read.variables['x'])

    def test_text_that_is_not_json_is_refused(self):
        for text in ('', '{', b'\xff\xfe\xff', '[1' * 100_000, '9' * 5000):
            with (
                self.subTest(text[:10]),
                self.assertRaises(import_errors.DocumentRefused),
            ):
                document.parse(text)

    def test_deep_nesting_is_refused(self):
        for depth in (80, 100_000):
            deep_value = '[' * depth + ']' * depth
            text = '{"all": {"vars": {"x": ' + deep_value + '}}}'
            with self.assertRaisesRegex(
                import_errors.DocumentRefused, 'deeper'
            ):
                document.parse(text)

    def test_only_an_object_is_a_document(self):
        for text in ('[]', '3', 'null', '"x"'):
            with self.assertRaisesRegex(
                import_errors.DocumentRefused, 'object'
            ):
                document.parse(text)
