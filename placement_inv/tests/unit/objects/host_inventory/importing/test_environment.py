"""The environment variables of a run of ansible-inventory."""

import os
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.importing import environment


class BuildTest(unittest.TestCase):
    def test_nothing_is_inherited(self):
        secrets = {'OS_PASSWORD': 'x', 'ANSIBLE_VAULT_PASSWORD_FILE': '/x'}
        with mock.patch.dict(os.environ, secrets):
            variables = environment.build('/private')
        self.assertFalse(secrets.keys() & variables.keys())
        for name in ('HOME', 'TMPDIR', 'ANSIBLE_CONFIG', 'ANSIBLE_HOME'):
            self.assertTrue(variables[name].startswith('/private'), name)

    def test_programs_need_permission(self):
        plugins = environment.build('/p')['ANSIBLE_INVENTORY_ENABLED']
        for plugin in ('script', 'auto', 'constructed', 'host_list'):
            self.assertNotIn(plugin, plugins)
        plugins = environment.build('/p', allow_executable=True)
        self.assertIn('script', plugins['ANSIBLE_INVENTORY_ENABLED'])

    def test_ids_of_source_and_update_are_set(self):
        variables = environment.build('/p', source_id=4, update_id=9)
        self.assertEqual('4', variables['INVENTORY_SOURCE_ID'])
        self.assertEqual('9', variables['INVENTORY_UPDATE_ID'])


class ExtendTest(unittest.TestCase):
    def extend(self, source_vars, *prefixes, **options):
        """Return the added variables, and the lines on those left out."""
        plain = environment.build('/p', **options)
        whole, lines = environment.extend(plain, source_vars, prefixes)
        self.assertEqual(plain, {name: whole[name] for name in plain})
        additions = {name: whole[name] for name in whole if name not in plain}
        return additions, lines

    def test_harmless_settings_are_added_as_text(self):
        source_vars = {
            'ANSIBLE_DEPRECATION_WARNINGS': False,
            'ANSIBLE_HASH_BEHAVIOUR': 'merge',
            'ANSIBLE_INVENTORY_IGNORE': '.x, ~, .orig',
            'ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS': 'always',
            'ANSIBLE_YAML_FILENAME_EXT': '.yml,.yaml',
        }
        additions, lines = self.extend(source_vars)
        self.assertEqual(
            {name: str(value) for name, value in source_vars.items()},
            additions,
        )
        self.assertEqual((), lines)

    def test_harmless_settings_have_harmless_values(self):
        for name, value in (
            ('ANSIBLE_YAML_FILENAME_EXT', '/../../../etc/shadow'),
            ('ANSIBLE_INVENTORY_IGNORE', ['.x']),
            ('ANSIBLE_INVENTORY_IGNORE', '.x,' * 100),
            ('ANSIBLE_HASH_BEHAVIOUR', "{{ lookup('pipe', 'id') }}"),
            ('ANSIBLE_DEPRECATION_WARNINGS', ''),
        ):
            additions, lines = self.extend({name: value})
            self.assertEqual({}, additions, name)
            self.assertEqual(
                (f'[source variables not used: {name}]\n',), lines
            )

    def test_variables_that_load_code_or_disable_rules_are_left_out(self):
        names = (
            'ANSIBLE_CONFIG', 'ANSIBLE_INVENTORY_ENABLED',
            'ANSIBLE_INVENTORY_IGNORE_REGEX', 'ANSIBLE_INVENTORY_PLUGINS',
            'ANSIBLE_VARS_PLUGINS', 'ANSIBLE_VAULT_PASSWORD_FILE', 'BASH_ENV',
            'GCONV_PATH', 'GLIBC_TUNABLES', 'HOME', 'LD_PRELOAD',
            'OPENSSL_CONF', 'OPENSSL_MODULES', 'PATH', 'PYTHONPATH',
        )  # fmt: skip
        for allow_executable in (False, True):
            additions, lines = self.extend(
                dict.fromkeys(names, 'evil'),
                # Options refuse these prefixes; even so they allow nothing.
                *('ANSIBLE_', 'LD_', 'OPENSSL_', 'G', 'PYTHON', 'BASH'),
                allow_executable=allow_executable,
            )
            self.assertEqual({}, additions)
            self.assertEqual(
                (f'[source variables not used: {", ".join(names)}]\n',), lines
            )

    def test_other_variables_need_a_prefix_of_the_deployer(self):
        source_vars = {'CLOUD_TOKEN': 'x', 'CLOUDY': 1, 'REGION': 'north'}
        for allow_executable in (False, True):
            additions, lines = self.extend(
                source_vars, allow_executable=allow_executable
            )
            self.assertEqual({}, additions)
            self.assertEqual(
                (
                    '[source variables not used, because [inventory_sources]'
                    'environment_prefixes does not allow them: CLOUDY, '
                    'CLOUD_TOKEN, REGION]\n',
                ),
                lines,
            )
        additions, lines = self.extend(source_vars, 'CLOUD_', 'REGION')
        self.assertEqual({'CLOUD_TOKEN': 'x', 'REGION': 'north'}, additions)
        self.assertEqual(1, len(lines))

    def test_names_and_values_that_are_not_valid_are_left_out(self):
        source_vars = {
            'NOT A NAME': 1,
            'A=B': 1,
            '': 1,
            'NUL': 'a\0b',
            'HALF': '\ud800',
            'LINE\n[x]': 1,
        }
        additions, lines = self.extend(
            source_vars, 'NUL', 'HALF', 'LINE', 'NOT'
        )
        self.assertEqual({}, additions)
        (line,) = lines
        self.assertEqual(1, line.count('\n'))
        self.assertIn("'LINE\\n[x]'", line)

    def test_variables_that_are_too_large_are_left_out(self):
        # In UTF-8 each of these letters takes two bytes.
        source_vars = {
            'X_1': 'x' * 65_000,
            'X_2': 'x' * 66_000,
            'X_3': 'é' * 33_000,
        }
        additions, lines = self.extend(source_vars, 'X_')
        self.assertEqual(['X_1'], list(additions))
        self.assertEqual(('[source variables not used: X_2, X_3]\n',), lines)

    def test_variables_are_not_too_large_together(self):
        source_vars = {f'X_{number}': 'x' * 60_000 for number in range(40)}
        additions, _lines = self.extend(source_vars, 'X_')
        self.assertEqual(8, len(additions))

    def test_a_line_is_short(self):
        _additions, lines = self.extend(
            {f'N{n}' + 'x' * 999: 1 for n in range(99)}
        )
        self.assertLess(len(''.join(lines)), 1500)
        self.assertIn(', 79 more]', ''.join(lines))


class TestStrictness(unittest.TestCase):
    def test_a_source_can_say_otherwise_than_its_settings(self):
        name = 'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED'
        for value, default, expected in (
            (None, True, True),
            (None, False, False),
            ('False', True, False),
            ('no', True, False),
            ('0', True, False),
            ('True', False, True),
            ('on', False, True),
        ):
            with self.subTest(value=value, default=default):
                variables = environment.with_strictness(
                    {} if value is None else {name: value}, default
                )
                self.assertEqual(expected, environment.is_strict(variables))

    def test_runs_with_templates_are_always_strict(self):
        variables = environment.with_strictness(
            environment.build('/p', templates=True), False
        )
        self.assertTrue(environment.is_strict(variables))

    def test_a_source_says_which_endings_are_ignored(self):
        self.assertIn('.cfg', environment.find_ignored_endings({}))
        self.assertEqual(
            ('.x', '~'),
            environment.find_ignored_endings(
                {'ANSIBLE_INVENTORY_IGNORE': '.x, ~'}
            ),
        )
