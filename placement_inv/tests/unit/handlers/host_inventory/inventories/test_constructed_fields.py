"""The fields of a constructed inventory that clients can write."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.inventories import (
    constructed_fields,
)

_INVENTORY = {'name': 'x', 'organization': 1}


def _read(mode=form.Mode.CREATE, **document):
    return constructed_fields.read(
        {**_INVENTORY, **document}, versions.history.last, mode
    )


class TestRead(testtools.TestCase):
    def test_creation_sets_the_kind(self):
        self.assertEqual('constructed', _read()['kind'])
        self.assertEqual('constructed', _read(kind='smart')['kind'])
        self.assertNotIn('kind', _read(form.Mode.REPLACE))

    def test_null_and_missing_settings_are_left_out(self):
        for mode in form.Mode:
            values = _read(mode, source_vars=None, limit='web')
            self.assertEqual('web', values['limit'])
            for name in ('source_vars', 'update_cache_timeout', 'verbosity'):
                self.assertNotIn(name, values)

    def test_empty_settings_are_kept(self):
        values = _read(limit='', verbosity=0)
        self.assertEqual(('', 0), (values['limit'], values['verbosity']))

    def test_settings_are_checked_like_those_of_a_source(self):
        error = self.assertRaises(
            exceptions.InvalidFields,
            _read,
            verbosity=7,
            update_cache_timeout=-1,
        )
        self.assertEqual(
            {'verbosity', 'update_cache_timeout'}, set(error.fields)
        )

    def test_it_has_no_filter(self):
        self.assertNotIn('host_filter', _read(host_filter='name=x'))
