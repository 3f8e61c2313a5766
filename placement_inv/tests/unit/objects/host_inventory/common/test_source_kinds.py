"""What the kinds of sources need and do."""

import dataclasses
import unittest

from placement_inv.jobs.tasks import inventory_update
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.inventories import constructed

_KINDS = source_kinds.KINDS.values()


class TestSourceKinds(unittest.TestCase):
    def test_each_kind_has_its_word_as_key_and_a_label(self):
        for word, kind in source_kinds.KINDS.items():
            self.assertEqual(word, kind.word)
            self.assertTrue(kind.label)

    def test_the_loadable_kinds(self):
        loadable = [kind.word for kind in _KINDS if kind.is_loadable('/x')]
        self.assertEqual(['file', 'constructed'], loadable)
        without_path = [kind.word for kind in _KINDS if kind.is_loadable('')]
        self.assertEqual(['constructed'], without_path)

    def test_loadable_kinds_need_only_stored_settings(self):
        for kind in _KINDS:
            if kind.is_loadable('/x'):
                self.assertFalse(kind.needs_project, kind.word)
                self.assertFalse(kind.needs_credential, kind.word)

    def test_every_loadable_kind_has_a_request(self):
        self.assertEqual(
            {kind.reads for kind in _KINDS if kind.is_loadable('/x')},
            inventory_update.REQUESTS.keys(),
        )

    def test_the_kinds_that_inventories_count(self):
        self.assertEqual(
            ('', 'file'), source_kinds.words(lambda kind: not kind.is_counted)
        )

    def test_kinds_of_an_inventory_name_their_changeable_fields(self):
        for kind in _KINDS:
            self.assertEqual(
                kind.belongs_to_inventory, kind.changeable is not None
            )

    def test_constructed_inventories_show_the_changeable_fields(self):
        names = [
            field.name for field in dataclasses.fields(constructed.Settings)
        ]
        self.assertCountEqual(names, source_kinds.CONSTRUCTED.changeable)
