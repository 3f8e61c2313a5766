"""The query of the list of traits."""

import testtools

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import traits


class TestTraits(testtools.TestCase):
    def test_names(self):
        for text, expected in (
            ('in:A,B', {'names': ['A', 'B']}),
            ('in:', {'names': ['']}),
            ('startswith:CUSTOM_', {'prefix': 'CUSTOM_'}),
            ('startswith:a:b', {'prefix': 'a:b'}),
            ('other:A', {}),
        ):
            self.assertEqual(expected, traits.parse({'name': [text]}))
        error = self.assertRaises(
            errors.MalformedTraitName, traits.parse, {'name': ['in:A', 'B']}
        )
        self.assertIn('Got: "B"', str(error))

    def test_associated(self):
        for text, expected in (
            ('true', True),
            ('TRUE', True),
            ('False', False),
        ):
            self.assertIs(
                expected,
                traits.parse({'associated': ['', text]})['is_associated'],
            )
        for text in ('', '1', 'yes'):
            self.assertRaises(
                errors.AssociatedNotBoolean,
                traits.parse,
                {'associated': [text]},
            )

    def test_both_parameters_and_none(self):
        self.assertEqual({}, traits.parse({}))
        self.assertEqual(
            {'prefix': 'CUSTOM_', 'is_associated': True},
            traits.parse(
                {'name': ['startswith:CUSTOM_'], 'associated': ['true']}
            ),
        )

    def test_the_number_of_names_is_limited(self):
        names = ','.join(['A'] * 10_001)
        self.assertRaises(
            errors.TooManyItems, traits.parse, {'name': [f'in:{names}']}
        )
