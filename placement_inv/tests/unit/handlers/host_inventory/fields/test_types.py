"""The values that each type of field accepts, and the errors of others."""

import testtools

from placement_inv.handlers.host_inventory.fields import types as field_types

_VERSION = (1, 10)
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
)


def _read(value):
    """Read a list of numbers for a request of some version."""
    number = field_types.Number(least=1)
    items = field_types.Items(
        lambda item, version: (version, number.read(item))
    )
    return items.read_at(_VERSION, value)


class TestItems(testtools.TestCase):
    def test_each_item_is_read_at_the_version_of_the_request(self):
        self.assertEqual([(_VERSION, 1), (_VERSION, 2)], _read([1, '2']))

    def test_other_values_than_lists_are_refused(self):
        for value in (None, {}, '1', 1, True):
            error = self.assertRaises(field_types.InvalidValue, _read, value)
            self.assertEqual([str(error)], error.messages)

    def test_an_error_names_places(self):
        error = self.assertRaises(field_types.InvalidItems, _read, [1, 'x', 0])
        self.assertEqual({'1', '2'}, set(error.messages))

    def test_the_number_of_errors_is_bounded(self):
        error = self.assertRaises(
            field_types.InvalidItems, _read, ['x'] * 100_000
        )
        self.assertEqual(100, len(error.messages))


class TestKinds(testtools.TestCase):
    def test_values_are_read_as_the_types_of_columns(self):
        for kind, value, result in _ACCEPTED:
            read = kind.read(value)
            self.assertEqual(
                (result, type(result)), (read, type(read)), (kind, value)
            )

    def test_invalid_values_are_refused_with_a_reason(self):
        for kind, value, reason in _REFUSED:
            error = self.assertRaises(
                field_types.InvalidValue, kind.read, value
            )
            self.assertEqual(reason, str(error), (kind, value))
