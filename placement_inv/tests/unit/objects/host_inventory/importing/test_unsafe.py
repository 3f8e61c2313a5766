"""Marks of a whole document, and keys that are left out."""

import testtools

from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import unsafe


def _normalize(value, by_templates=False):
    return unsafe.normalize(
        document.Document(
            variables={'v': value},
            hosts={'h': document.Host('h', {'v': value})},
            groups={'g': document.Group('g', {'v': value}, (), ())},
            warnings=('before',),
        ),
        by_templates=by_templates,
    )


def _values(values):
    return [
        mapping['v']
        for mapping in (
            values.variables,
            values.hosts['h'].variables,
            values.groups['g'].variables,
        )
    ]


class TestNormalized(testtools.TestCase):
    def test_variables_of_all_owners_whatever_the_source(self):
        for by_templates in (False, True):
            values = _normalize({'__ansible_unsafe': 'web'}, by_templates)
            self.assertEqual(['web'] * 3, _values(values))
            header = {'__ansible_unsafe': "#jinja2:x:'y'\nz"}
            values = _normalize(header, by_templates)
            self.assertEqual([header] * 3, _values(values))
            self.assertEqual(('before',), values.warnings)

    def test_names_from_templates_are_checked(self):
        value = {'{{ x }}': 1, 'a': [{'b\n': 2, 'c': 3}]}
        values = _normalize(value, by_templates=True)
        self.assertEqual([{'a': [{'c': 3}]}] * 3, _values(values))
        self.assertEqual('before', values.warnings[0])
        self.assertEqual(3, len(values.warnings))
        self.assertIn("'{{ x }}'", values.warnings[1])
        self.assertIn(r"'b\n'", values.warnings[2])

    def test_names_that_a_person_wrote_stay(self):
        value = {'{{ x }}': 1, '(a|b)$': 2}
        self.assertEqual([value] * 3, _values(_normalize(value)))

    def test_the_error_has_a_few_names(self):
        value = {f'{{{number}': 1 for number in range(30)}
        warnings = _normalize(value, by_templates=True).warnings
        self.assertEqual(22, len(warnings))
        self.assertIn('10 more', warnings[-1])
