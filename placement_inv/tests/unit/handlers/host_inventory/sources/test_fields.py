"""The fields of an inventory source that clients can write."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.sources import fields

_SOURCE = {'name': 's', 'inventory': 1, 'source': 'file'}


def _read(mode=form.Mode.CREATE, **document):
    return fields.read({**_SOURCE, **document}, versions.history.last, mode)


class TestRead(testtools.TestCase):
    def test_a_new_source_has_defaults(self):
        values = _read()
        self.assertEqual(
            (1, False, 0, 1),
            (
                values['verbosity'],
                values['overwrite'],
                values['timeout'],
                values['host_inventory_id'],
            ),
        )

    def test_references_to_unsupported_rows_are_checked_and_dropped(self):
        names = ('source_project', 'credential', 'execution_environment')
        values = _read(**dict.fromkeys(names))
        self.assertFalse(set(names) & set(values))
        error = self.assertRaises(
            exceptions.InvalidFields, _read, **dict.fromkeys(names, 7)
        )
        self.assertEqual(set(names), set(error.fields))
        self.assertEqual(
            ['Credential 7 does not exist'], error.fields['credential']
        )

    def test_an_update_ignores_the_inventory(self):
        for mode in (form.Mode.REPLACE, form.Mode.CHANGE):
            self.assertNotIn('host_inventory_id', _read(mode, inventory=2))

    def test_kinds_without_settings_are_refused(self):
        for kind in ('manual', '', None):
            error = self.assertRaises(
                exceptions.InvalidFields, _read, source=kind
            )
            self.assertEqual(['source'], list(error.fields), kind)


class TestOfUpdates(testtools.TestCase):
    def test_an_update_shows_the_settings_that_concern_a_run(self):
        names = {field.name for field in fields.OF_UPDATES.fields}
        self.assertTrue({'source_vars', 'timeout', 'limit'} <= names)
        self.assertFalse({'update_on_launch', 'source_project'} & names)
