"""Checks of the settings of inventory sources."""

import os
import tempfile
import types
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.sources import errors
from placement_inv.objects.host_inventory.sources import settings

_CONSTRUCTED_ROW = {
    'source': 'constructed',
    'name': 'own',
    'source_path': '',
    'source_vars': '',
    'limit': '',
}


class CheckTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = os.path.realpath(directory.name)
        with open(os.path.join(self.root, 'hosts'), 'w') as file:
            file.write('h1\n')
        self.ctx = types.SimpleNamespace()
        find = mock.patch.object(
            settings.file_roots, 'find', return_value=[self.root]
        )
        self.find_roots = self.enterContext(find)

    def check(self, values, row=None):
        inventory = {'host_inventory_id': 7}
        if row is None:
            return settings.check(self.ctx, {**inventory, **values})
        return settings.check(self.ctx, values, {**inventory, **row})

    def refusal(self, error, values, row=None):
        """Return the fields of the error that settings raise."""
        with self.assertRaises(error) as caught:
            self.check(values, row)
        return caught.exception.fields

    def test_settings_that_make_sense_together_pass(self):
        for values in (
            {'source': 'file', 'source_path': 'hosts', 'limit': 'web*'},
            {'source': 'file', 'source_path': ''},
            {'source': 'file', 'source_path': 'hosts', 'source_vars': 'A: 1'},
            {'source': 'ec2', 'source_path': ''},
        ):
            self.check(values)

    def test_a_wrong_choice_about_vault_files_is_refused(self):
        for choice in ('skip', 'refuse'):
            self.check(
                {
                    'source': 'file',
                    'source_path': 'hosts',
                    'source_vars': f'PLACEMENT_INV_VAULT_FILES: {choice}',
                }
            )
        fields = self.refusal(
            errors.InvalidSourceVariables,
            {'source_vars': '{PLACEMENT_INV_VAULT_FILES: ignore}'},
            {'source': 'file', 'source_path': 'hosts'},
        )
        self.assertIn('refuse or skip', fields['source_vars'][0])

    def test_a_path_is_checked_when_it_or_the_kind_changes(self):
        row = {'source': 'file', 'source_path': 'missing'}
        self.check({'limit': 'web'}, row)
        self.find_roots.assert_not_called()
        self.check({'source_path': 'hosts'}, row)
        self.find_roots.assert_called_once_with(self.ctx, 7)
        for values in ({'source_path': 'gone'}, {'source': 'file'}):
            fields = self.refusal(errors.SourcePathUnusable, values, row)
            self.assertIn('does not exist', fields['source_path'][0])
        self.refusal(
            errors.SourcePathUnusable,
            {'source': 'file', 'source_path': '/etc/passwd'},
        )

    def test_settings_of_other_kinds_are_refused(self):
        self.assertEqual(
            {'detail': ['Cannot set source_path scm_branch if not SCM type.']},
            self.refusal(
                errors.NotOfSource,
                {'source': 'ec2', 'source_path': 'a', 'scm_branch': 'b'},
            ),
        )
        self.refusal(
            errors.NotOfSource,
            {'scm_branch': 'main'},
            {'source': 'file', 'source_path': ''},
        )

    def test_kinds_that_need_a_project_or_credential_are_refused(self):
        self.refusal(errors.ProjectRequired, {'source': 'scm'})
        self.refusal(errors.CredentialRequired, {'source': 'gce'})

    def test_variables_that_a_source_may_not_set_are_refused(self):
        for text, reason in (
            ('[1]', 'is not a dictionary'),
            ('PATH: /tmp', '`PATH` is a prohibited environment variable'),
            ('_: x', '`_` is a prohibited environment variable'),
        ):
            fields = self.refusal(
                errors.InvalidSourceVariables,
                {'source': 'ec2', 'source_vars': text},
            )
            self.assertIn(reason, fields['source_vars'][0])

    def test_a_limit_that_reads_a_file_is_refused(self):
        fields = self.refusal(
            errors.LimitUnusable, {'source': 'ec2', 'limit': '@/etc/passwd'}
        )
        self.assertIn('not allowed', fields['limit'][0])

    def test_a_constructed_source_cannot_be_created_alone(self):
        for row in (None, {'source': 'file', 'source_path': ''}):
            self.refusal(errors.NotASource, {'source': 'constructed'}, row)

    def test_most_of_a_constructed_source_is_fixed(self):
        self.check(
            {'name': 'own', 'limit': 'web', 'verbosity': 2}, _CONSTRUCTED_ROW
        )
        fields = self.refusal(
            errors.ConstructedFixed, {'name': 'other'}, _CONSTRUCTED_ROW
        )
        self.assertIn("'name'", fields['error'][0])
        self.refusal(errors.LimitUnusable, {'limit': '@x'}, _CONSTRUCTED_ROW)


class PluginTest(unittest.TestCase):
    def test_a_constructed_source_uses_its_plugin_only(self):
        for text in ('', 'plugin: constructed', 'strict: true'):
            settings.check_plugin(
                source_kinds.CONSTRUCTED, {'source_vars': text}
            )
        with self.assertRaises(errors.InvalidSourceVariables) as caught:
            settings.check_plugin(
                source_kinds.CONSTRUCTED, {'source_vars': 'plugin: script'}
            )
        self.assertEqual(
            ['plugin is one of constructed and ansible.builtin.constructed'],
            caught.exception.fields['source_vars'],
        )
