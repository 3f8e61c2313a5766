"""The fields of an inventory that clients can write, at each version."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.inventories import fields

_INVENTORY = {'name': 'x', 'organization': 1}


class TestKind(testtools.TestCase):
    def _read(self, kind, version, mode=form.Mode.CREATE):
        return fields.read({**_INVENTORY, 'kind': kind}, version, mode)

    def _errors(self, kind, version):
        return self.assertRaises(
            exceptions.InvalidFields, self._read, kind, version
        ).fields

    def test_a_kind_is_a_choice_from_its_version_on(self):
        for kind, since in (
            ('', versions.SMART_INVENTORIES),
            ('smart', versions.SMART_INVENTORIES),
            ('constructed', versions.CONSTRUCTED),
        ):
            self.assertEqual(kind, self._read(kind, since)['kind'])

    def test_earlier_versions_refuse_a_kind(self):
        for kind in ('constructed', 'bogus'):
            self.assertEqual(
                {'kind': [f'"{kind}" is not a valid choice.']},
                self._errors(kind, versions.BULK_HOSTS),
            )

    def test_the_first_versions_refuse_the_field(self):
        self.assertEqual(
            ['This field exists from version 1.4 on.'],
            self._errors('smart', versions.FACTS)['kind'],
        )

    def test_other_values_than_texts_are_refused(self):
        for kind in ([], {}, 7):
            self.assertEqual(
                {'kind': [f'"{kind}" is not a valid choice.']},
                self._errors(kind, versions.BULK_HOSTS),
            )
