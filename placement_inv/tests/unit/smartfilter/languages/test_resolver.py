"""Filters are resolved node by node, within limits."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.tests.unit.smartfilter import world


def _resolve(text, **limits):
    return smartfilter.resolve(
        smartfilter.parse(text, smartfilter.Language.EXTENDED),
        world.CATALOG,
        smartfilter.Limits(**limits),
    )


class TestResolve(unittest.TestCase):
    def test_the_nodes_have_the_shape_of_the_filter(self):
        a, b, c = (_resolve(f'name={name}').root for name in 'abc')
        self.assertEqual(
            resolved.Some((a, resolved.Not(resolved.All((b, c))))),
            _resolve('name=a or not (name=b and name=c)').root,
        )

    def test_the_result_has_the_catalog_and_the_source(self):
        source = smartfilter.parse('name=a')
        result = smartfilter.resolve(source, world.CATALOG)
        self.assertIs(world.CATALOG, result.catalog)
        self.assertIs(source, result.source)

    def test_the_language_of_the_filter_decides(self):
        text = 'has_groups=true'
        self.assertIsNotNone(
            world.resolve(text, smartfilter.Language.EXTENDED)
        )
        self.assertRaises(errors.UnknownField, world.resolve, text)

    def test_terms_about_documents_that_a_step_chooses_are_limited(self):
        term = 'effective_variables__a=1'
        self.assertIsNotNone(_resolve(f'{term} or {term}', document_choices=2))
        # Other documents and fields do not count.
        others = 'variables__a=1 or ansible_facts__a=1 or name=b'
        self.assertIsNotNone(
            _resolve(f'{term} or {others}', document_choices=1)
        )
        with self.assertRaises(errors.TooLarge) as caught:
            _resolve(f'{term} or not {term}2', document_choices=1)
        self.assertEqual(f'{term}2', caught.exception.excerpt)
        self.assertIn('1 terms about effective_var', str(caught.exception))
