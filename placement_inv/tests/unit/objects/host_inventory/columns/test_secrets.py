"""A column is marked as secret once, and its name is secret everywhere."""

import testtools

from placement_inv.objects.host_inventory.columns import column
from placement_inv.objects.host_inventory.columns import secrets
from placement_inv.objects.host_inventory.columns import sources


class TestSecrets(testtools.TestCase):
    def test_the_names_are_those_of_the_columns(self):
        self.assertEqual({'source_vars'}, secrets.NAMES)
        self.assertEqual(('source_vars',), column.secret(sources.COLUMNS))

    def test_changes_have_marks_for_values_that_are_there(self):
        changes = {
            'name': ['a', 'b'],
            'source_vars': ['', 'x: 1'],
        }
        hidden = secrets.hide_changes(changes)
        self.assertEqual(
            {'name': ['a', 'b'], 'source_vars': ['', '$encrypted$']}, hidden
        )
        self.assertEqual(hidden, secrets.hide_changes(hidden))
        digest = {'characters': 2000, 'blake2b': '00'}
        for value, shown in (('', ''), ('x', '$encrypted$'), (digest,) * 2):
            self.assertEqual(
                {'source_vars': secrets.hide(shown)},
                secrets.hide_changes({'source_vars': value}),
            )

    def test_the_text_of_a_value_has_no_secret(self):
        value_class = column.value_class('Row', sources.SETTINGS)
        row = value_class(*(f'{each.name}!' for each in sources.SETTINGS))
        self.assertEqual('source_vars!', row.source_vars)
        self.assertNotIn('source_vars', repr(row))
        self.assertIn('source_path!', repr(row))
