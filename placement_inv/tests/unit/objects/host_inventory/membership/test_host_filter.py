"""Texts of filters become conditions, or errors with a place."""

import testtools

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.membership import host_filter


def _make_extended(text):
    return host_filter.HostFilter(text, host_filter.EXTENDED)


class TestHostFilter(testtools.TestCase):
    def test_an_error_has_its_place_in_the_text(self):
        error = self.assertRaises(
            errors.InvalidHostFilter,
            host_filter.resolve,
            _make_extended('name=a\nand nmae=b'),
        )
        diagnostic = error.diagnostic
        self.assertEqual(
            (2, 5, 11, 'nmae'),
            (
                diagnostic.line,
                diagnostic.column,
                diagnostic.position,
                diagnostic.excerpt,
            ),
        )
        self.assertEqual('and nmae=b\n    ^^^^', diagnostic.marked_line)
        self.assertIn('name', diagnostic.hint)
        self.assertEqual('host_filter', error.field)
        self.assertIn('Invalid query name=a\nand nmae=b\n', str(error))

    def test_a_syntax_error_says_what_was_expected(self):
        error = self.assertRaises(
            errors.InvalidHostFilter,
            host_filter.resolve,
            host_filter.HostFilter('name='),
        )
        self.assertEqual(('a value',), error.diagnostic.expectations)

    def test_a_sensitive_field_is_forbidden(self):
        error = self.assertRaises(
            errors.FilterForbidden,
            host_filter.resolve,
            host_filter.HostFilter('created_by__password=x'),
        )
        self.assertEqual(1, error.diagnostic.line)
        self.assertEqual(error.diagnostic.message, str(error))

    def test_the_language_decides_what_a_text_means(self):
        text = 'name != a'
        self.assertRaises(
            errors.InvalidHostFilter,
            host_filter.resolve,
            host_filter.HostFilter(text),
        )
        self.assertEqual(
            text,
            host_filter.to_canonical_text(
                host_filter.resolve(_make_extended(text))
            ),
        )

    def test_a_field_is_named_by_a_term_and_not_by_a_value(self):
        field = 'pending_deletion'
        for text, names_field in (
            ('inventory__pending_deletion=true', True),
            ('name=a or inventory__pending_deletion=false', True),
            ('name=pending_deletion', False),
            ('ansible_facts__pending_deletion=true', False),
            ('name=a', False),
        ):
            self.assertEqual(
                names_field,
                host_filter.names_field(host_filter.HostFilter(text), field),
                text,
            )

    def test_a_stored_text_is_decoded_once(self):
        rules = host_filter.SaveRules()
        for text, stored_text in (
            ('name=%22a%22', 'name="a"'),
            ('name=a%2525', 'name=a%25'),
            ('name=a+b', 'name=a+b'),
            ('name=100%', 'name=100%'),
        ):
            for language in (host_filter.AWX, host_filter.EXTENDED):
                self.assertEqual(
                    stored_text, rules.stored_text(text, language)
                )

    def test_the_extended_language_can_be_stored_as_written(self):
        rules = host_filter.SaveRules(decodes_extended=False)
        for language, stored_text in (
            (host_filter.AWX, 'name="a"'),
            (host_filter.EXTENDED, 'name=%22a%22'),
        ):
            self.assertEqual(
                stored_text, rules.stored_text('name=%22a%22', language)
            )

    def test_a_condition_is_compiled_once_for_a_dialect(self):
        same = host_filter.HostFilter('name=unit-test-of-the-cache')
        first = host_filter.condition_for(same, 'sqlite')
        self.assertIs(first, host_filter.condition_for(same, 'sqlite'))
        self.assertIsNot(first, host_filter.condition_for(same, 'mysql'))
