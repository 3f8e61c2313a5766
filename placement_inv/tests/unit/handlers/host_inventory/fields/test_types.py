"""What fields accept, where gabbits would need many requests to ask."""

import testtools

from placement_inv.handlers.host_inventory.fields import types as field_types

_VERSION = (1, 10)


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

    def test_what_is_no_list_is_refused(self):
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
