"""Forms: the fields of a body, read and represented as a whole."""

import types

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types

_TEXT = field_types.Text(5)
_NAME = field_types.Text(5, blank=False)
_FORM = form.Form(
    (
        form.Field('name', _NAME, 'x', is_required=True),
        form.Field('enabled', field_types.Boolean(), 'x', default=True),
        form.Field(
            'inventory',
            references.Reference(),
            'x',
            attribute='host_inventory_id',
            is_required=True,
            on_update=form.OnUpdate.FIXED,
        ),
        form.Field(
            'owner',
            references.Reference(),
            'x',
            default=None,
            on_update=form.OnUpdate.IGNORED,
        ),
        form.Field('kind', _TEXT, 'x', since=versions.SMART_INVENTORIES),
    )
)
_CREATE, _REPLACE, _CHANGE = form.Mode


class TestForm(testtools.TestCase):
    def _read(self, body, mode, version=versions.FIRST):
        return _FORM.read(body, version, mode)

    def _wrong(self, body, mode, version=versions.FIRST):
        return self.assertRaises(
            exceptions.InvalidFields, self._read, body, mode, version
        ).fields

    def test_creation_sets_defaults_of_missing_fields(self):
        self.assertEqual(
            {
                'name': 'x',
                'enabled': True,
                'host_inventory_id': 1,
                'owner': None,
            },
            self._read({'name': 'x', 'inventory': 1, 'more': 2}, _CREATE),
        )

    def test_a_change_keeps_missing_fields(self):
        self.assertEqual({}, self._read({}, _CHANGE))
        self.assertEqual(
            {'enabled': False}, self._read({'enabled': 0}, _CHANGE)
        )

    def test_a_replacement_resets_missing_writable_fields(self):
        self.assertEqual(
            {'name': 'x', 'enabled': True},
            self._read({'name': 'x', 'owner': 'nobody'}, _REPLACE),
        )
        self.assertEqual(
            {'name': 'x', 'enabled': True, 'host_inventory_id': 3},
            self._read({'name': 'x', 'inventory': 3}, _REPLACE),
        )

    def test_all_errors_are_named_at_once(self):
        self.assertEqual(
            {
                'name': ['This field is required.'],
                'enabled': ['Must be a valid boolean.'],
                'inventory': ['This field is required.'],
                'kind': ['This field exists from version 1.4 on.'],
            },
            self._wrong({'enabled': 'x', 'kind': ''}, _CREATE),
        )

    def test_a_later_field_is_read_at_its_version(self):
        read = self._read(
            {'name': 'x', 'inventory': 1, 'kind': None},
            _CREATE,
            versions.SMART_INVENTORIES,
        )
        self.assertEqual('', read['kind'])


class TestRepresentation(testtools.TestCase):
    FORM = form.Form(
        (
            form.Field('name', _TEXT, ''),
            form.Field('inventory', _TEXT, '', attribute='inventory_id'),
            form.Field('kind', _TEXT, '', since=(1, 4)),
            form.Field('generation', _TEXT, '', is_shown=False),
        )
    )

    def test_fields_are_shown_in_order_from_their_version_on(self):
        row = types.SimpleNamespace(name='n', inventory_id=7, kind='k')
        self.assertEqual(
            {'name': 'n', 'inventory': 7}, self.FORM.represent(row, (1, 3))
        )
        fields = self.FORM.represent(row, (1, 4))
        self.assertEqual(['name', 'inventory', 'kind'], list(fields))

    def test_a_form_is_split_before_names(self):
        first, second, last = self.FORM.split('inventory', 'generation')
        self.assertEqual(
            [['name'], ['inventory', 'kind'], ['generation']],
            [
                [field.name for field in part.fields]
                for part in (first, second, last)
            ],
        )
        self.assertRaises(ValueError, self.FORM.split, 'nothing')
