"""What bodies may say: each kind of field, and forms as a whole."""

import types

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory import errors

_TEXT = field_types.Text(5)
_NAME = field_types.Text(5, blank=False)
_ACCEPTED = (
    (_TEXT, ' ab ', 'ab'),
    (_TEXT, None, ''),
    (_TEXT, 7, '7'),
    (_TEXT, 1.5, '1.5'),
    (_TEXT, '  äöüß€  ', 'äöüß€'),
    (field_types.NullText(), '', None),
    (field_types.NullText(), None, None),
    (field_types.NullText(), 'x', 'x'),
    (field_types.Boolean(), True, True),
    (field_types.Boolean(), 0, False),
    (field_types.Boolean(), 1, True),
    (field_types.Boolean(), 'yes', True),
    (field_types.Boolean(), 'False', False),
    (field_types.Boolean(), None, False),
    (field_types.Number(), '7', 7),
    (field_types.Number(least=0), 0, 0),
    (field_types.Choice((('', 'x'), ('smart', 'y'))), None, ''),
    (field_types.Choice((('', 'x'), ('smart', 'y'))), 'smart', 'smart'),
    (references.Reference(), 5, 5),
    (references.Reference(), '5', 5),
    (references.OwnerReference('inventory', 'Inventory'), 5, 5),
)
_REFUSED = (
    (_TEXT, True, 'Not a valid string.'),
    (_TEXT, {}, 'Not a valid string.'),
    (_TEXT, [], 'Not a valid string.'),
    (_TEXT, 'a\0b', 'Null characters are not allowed.'),
    (_TEXT, 'abcdef', 'Ensure this field has no more than 5 characters.'),
    (_NAME, '  ', 'This field may not be blank.'),
    (_NAME, None, 'This field cannot be blank.'),
    (field_types.Boolean(), 'perhaps', 'Must be a valid boolean.'),
    (field_types.Boolean(), 2, 'Must be a valid boolean.'),
    (field_types.Boolean(), 0.5, 'Must be a valid boolean.'),
    (field_types.Boolean(), {}, 'Must be a valid boolean.'),
    (field_types.Boolean(), '', 'Must be a valid boolean.'),
    (field_types.Number(), None, 'This field may not be null.'),
    (field_types.Number(), True, 'A valid integer is required.'),
    (field_types.Number(), 1.5, 'A valid integer is required.'),
    (field_types.Number(), 'x', 'A valid integer is required.'),
    (
        field_types.Number(least=0),
        -1,
        'Ensure this value is greater than or equal to 0.',
    ),
    (
        field_types.Number(),
        2**31,
        'Ensure this value is less than or equal to 2147483647.',
    ),
    (
        field_types.Choice((('', 'x'),)),
        'bogus',
        '"bogus" is not a valid choice.',
    ),
    (field_types.Choice((('', 'x'),)), [], '"[]" is not a valid choice.'),
    (references.Reference(), None, 'This field may not be null.'),
    (references.OrganizationReference, None, 'This field cannot be blank.'),
    (
        references.Reference(),
        True,
        'Incorrect type. Expected pk value, received bool.',
    ),
    (
        references.Reference(),
        {},
        'Incorrect type. Expected pk value, received dict.',
    ),
    (references.Reference(), 0, 'Invalid pk "0" - object does not exist.'),
    (
        references.Reference(),
        2**31,
        'Invalid pk "2147483648" - object does not exist.',
    ),
    (
        references.OwnerReference('inventory', 'Inventory'),
        None,
        'This field may not be null.',
    ),
)


class TestKinds(testtools.TestCase):
    def test_what_is_accepted_becomes_what_objects_take(self):
        for kind, value, result in _ACCEPTED:
            read = kind.read(value)
            self.assertEqual(
                (result, type(result)), (read, type(read)), (kind, value)
            )

    def test_what_is_refused_says_why(self):
        for kind, value, reason in _REFUSED:
            refusal = self.assertRaises(
                field_types.InvalidValue, kind.read, value
            )
            self.assertEqual(reason, str(refusal), (kind, value))

    def test_an_owner_is_refused_before_all_fields(self):
        kind = references.OwnerReference('inventory', 'Inventory')
        self.assertRaises(errors.BadRelated, kind.read, 'abc')
        self.assertRaises(errors.NoSuchRelated, kind.read, 2**31)


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

    def test_what_is_left_out_at_creation_is_the_default(self):
        self.assertEqual(
            {
                'name': 'x',
                'enabled': True,
                'host_inventory_id': 1,
                'owner': None,
            },
            self._read({'name': 'x', 'inventory': 1, 'more': 2}, _CREATE),
        )

    def test_what_is_left_out_of_a_change_stays(self):
        self.assertEqual({}, self._read({}, _CHANGE))
        self.assertEqual(
            {'enabled': False}, self._read({'enabled': 0}, _CHANGE)
        )

    def test_a_replacement_resets_what_can_change(self):
        self.assertEqual(
            {'name': 'x', 'enabled': True},
            self._read({'name': 'x', 'owner': 'nobody'}, _REPLACE),
        )
        self.assertEqual(
            {'name': 'x', 'enabled': True, 'host_inventory_id': 3},
            self._read({'name': 'x', 'inventory': 3}, _REPLACE),
        )

    def test_all_that_is_wrong_is_said_at_once(self):
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

    def test_a_form_is_split_where_bodies_have_other_things(self):
        first, second, last = self.FORM.split('inventory', 'generation')
        self.assertEqual(
            [['name'], ['inventory', 'kind'], ['generation']],
            [
                [field.name for field in part.fields]
                for part in (first, second, last)
            ],
        )
        self.assertRaises(ValueError, self.FORM.split, 'nothing')
