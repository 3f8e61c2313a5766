"""Fields with the ids of rows: valid ids and errors."""

import testtools

from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory import errors

_NULL = 'This field may not be null.'
_EMPTY = 'This field cannot be blank.'
_OWNER = references.OwnerReference('inventory', 'Inventory')


class TestReference(testtools.TestCase):
    def _error(self, kind, value):
        return str(
            self.assertRaises(field_types.InvalidValue, kind.read, value)
        )

    def test_numbers_and_their_texts_are_ids(self):
        for value in (5, '5', ' 5 '):
            self.assertEqual(5, references.Reference().read(value))
            self.assertEqual(5, _OWNER.read(value))

    def test_an_error_names_the_type_of_the_value(self):
        for value, name in ((True, 'bool'), ({}, 'dict'), ('x', 'str')):
            self.assertEqual(
                f'Incorrect type. Expected pk value, received {name}.',
                self._error(references.Reference(), value),
            )

    def test_impossible_ids_match_no_row(self):
        for value in (0, -1, 2**31):
            self.assertEqual(
                f'Invalid pk "{value}" - object does not exist.',
                self._error(references.Reference(), value),
            )
        self.assertEqual(2**31 - 1, references.Reference().read(2**31 - 1))

    def test_null_has_the_error_of_awx(self):
        for kind, sentence in (
            (references.Reference(), _NULL),
            (_OWNER, _NULL),
            (references.OrganizationReference, _EMPTY),
            (references.SourceOwnerReference, _EMPTY),
        ):
            self.assertEqual(sentence, self._error(kind, None))

    def test_a_bad_owner_is_an_error_of_the_request(self):
        error = self.assertRaises(errors.BadRelated, _OWNER.read, 'abc')
        self.assertEqual(
            'Bad data found in related field inventory.', str(error)
        )
        for value in (0, 2**31):
            self.assertRaises(errors.NoSuchRelated, _OWNER.read, value)


class TestNoReference(testtools.TestCase):
    def test_other_values_than_null_are_refused(self):
        kind = references.NoReference('Credential {id} does not exist')
        for value in (None, ''):
            self.assertIsNone(kind.read(value))
        for value, sentence in (
            (7, 'Credential 7 does not exist'),
            ('x', 'A valid integer is required.'),
        ):
            error = self.assertRaises(
                field_types.InvalidValue, kind.read, value
            )
            self.assertEqual(sentence, str(error))

    def test_bodies_show_null(self):
        self.assertIsNone(references.NoReference().value_of('any')(object()))
