"""Items of bulk requests: errors are named by item and field."""

from unittest import mock

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.hosts import bulk_fields

_LATER = form.Field(
    'location', field_types.Text(255), 'Where.', since=(1, 900)
)
_UNKNOWN = ['There is no such field.']


class TestItems(testtools.TestCase):
    def _errors(self, read, document):
        return self.assertRaises(
            field_types.InvalidItems, read, document, versions.history.last
        ).messages

    def test_unknown_fields_are_named_with_all_that_is_wrong(self):
        self.assertEqual(
            {'x': _UNKNOWN, 'enabled': ['Must be a valid boolean.']},
            self._errors(
                bulk_fields.read_upsert, {'name': 'a', 'x': 1, 'enabled': 'x'}
            ),
        )
        self.assertEqual(
            {'url': _UNKNOWN, 'id': ['This field is required.']},
            self._errors(bulk_fields.read_patch, {'url': '/'}),
        )

    def test_an_upsert_has_no_generation(self):
        self.assertEqual(
            {'generation': _UNKNOWN},
            self._errors(
                bulk_fields.read_upsert, {'name': 'a', 'generation': 1}
            ),
        )

    def test_an_error_names_at_most_a_hundred_fields(self):
        document = {'name': 'a', **{f'x{n}': n for n in range(1000)}}
        self.assertEqual(
            100, len(self._errors(bulk_fields.read_upsert, document))
        )

    def test_other_values_than_objects_are_refused(self):
        for read in (bulk_fields.read_upsert, bulk_fields.read_patch):
            for document in (None, [], 'name', 1):
                self.assertEqual(
                    ['__all__'], list(self._errors(read, document))
                )

    def test_items_of_a_new_request_are_read_at_its_version(self):
        child = bulk_fields.CREATE.fields[1].kind.child
        later = form.Form((*child.fields, _LATER))
        document = {'inventory': 1, 'hosts': [{'name': 'a', 'location': 'x'}]}
        with mock.patch.object(bulk_fields, '_HOST', later):
            values = bulk_fields.CREATE.read(
                document, (1, 900), form.Mode.CREATE
            )
            error = self.assertRaises(
                exceptions.InvalidFields,
                bulk_fields.CREATE.read,
                document,
                (1, 899),
                form.Mode.CREATE,
            )
        self.assertEqual('x', values['hosts'][0]['location'])
        self.assertEqual(['location'], list(error.fields['hosts']['0']))
