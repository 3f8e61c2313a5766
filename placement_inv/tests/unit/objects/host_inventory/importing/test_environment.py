"""What a run of ansible-inventory sees of the world."""

import os
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.importing import environment


class BuildTest(unittest.TestCase):
    def test_nothing_is_inherited(self):
        secrets = {'OS_PASSWORD': 'x', 'ANSIBLE_VAULT_PASSWORD_FILE': '/x'}
        with mock.patch.dict(os.environ, secrets):
            built = environment.build('/private')
        self.assertFalse(secrets.keys() & built.keys())
        for name in ('HOME', 'TMPDIR', 'ANSIBLE_CONFIG', 'ANSIBLE_HOME'):
            self.assertTrue(built[name].startswith('/private'), name)

    def test_programs_need_permission(self):
        enabled = environment.build('/p')['ANSIBLE_INVENTORY_ENABLED']
        for plugin in ('script', 'auto', 'constructed', 'host_list'):
            self.assertNotIn(plugin, enabled)
        enabled = environment.build('/p', allow_executable=True)
        self.assertIn('script', enabled['ANSIBLE_INVENTORY_ENABLED'])

    def test_ids_are_told(self):
        built = environment.build('/p', source_id=4, update_id=9)
        self.assertEqual('4', built['INVENTORY_SOURCE_ID'])
        self.assertEqual('9', built['INVENTORY_UPDATE_ID'])


class ExtendTest(unittest.TestCase):
    def extend(self, source_vars, **options):
        return environment.extend(
            environment.build('/p', **options), source_vars, **options
        )

    def test_plain_and_harmless_variables_are_added_as_text(self):
        built, left_out = self.extend(
            {'REGION': 'north', 'DEPTH': 3, 'ANSIBLE_INVENTORY_IGNORE': '.x'}
        )
        self.assertEqual('north', built['REGION'])
        self.assertEqual('3', built['DEPTH'])
        self.assertEqual('.x', built['ANSIBLE_INVENTORY_IGNORE'])
        self.assertEqual((), left_out)

    def test_what_could_run_programs_or_undo_a_rule_is_left_out(self):
        names = (
            'PATH', 'HOME', 'LD_PRELOAD', 'PYTHONPATH', 'ANSIBLE_CONFIG',
            'ANSIBLE_INVENTORY_ENABLED', 'ANSIBLE_INVENTORY_PLUGINS',
            'ANSIBLE_VARS_PLUGINS', 'NOT A NAME', 'A=B', '',
        )  # fmt: skip
        plain = environment.build('/p')
        built, left_out = self.extend(dict.fromkeys(names, 'evil'))
        self.assertEqual(plain, built)
        self.assertEqual(set(names), set(left_out))

    def test_with_programs_allowed_only_our_own_settings_stand(self):
        built, left_out = self.extend(
            {
                'ANSIBLE_INVENTORY_PLUGINS': '/plugins',
                'ANSIBLE_CONFIG': '/x',
                'LD_PRELOAD': '/x',
                'NUL': 'a\0b',
            },
            allow_executable=True,
        )
        self.assertEqual('/plugins', built['ANSIBLE_INVENTORY_PLUGINS'])
        self.assertEqual(
            {'ANSIBLE_CONFIG', 'LD_PRELOAD', 'NUL'}, set(left_out)
        )
