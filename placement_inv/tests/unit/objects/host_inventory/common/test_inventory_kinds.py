"""What the kinds of inventories allow and do."""

import unittest

from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.membership import selects

_KINDS = inventory_kinds.KINDS.values()


class TestInventoryKinds(unittest.TestCase):
    def test_the_words_are_those_of_awx(self):
        self.assertEqual(
            ['', 'smart', 'constructed'], list(inventory_kinds.KINDS)
        )

    def test_each_kind_has_its_word_as_key_and_a_label(self):
        for word, kind in inventory_kinds.KINDS.items():
            self.assertEqual(word, kind.word)
            self.assertTrue(kind.label)

    def test_clients_edit_regular_inventories_only(self):
        models = {
            inventory_kinds.HOST,
            inventory_kinds.GROUP,
            inventory_kinds.SOURCE,
        }
        self.assertEqual(models, inventory_kinds.REGULAR.accepts)
        self.assertEqual(
            ('',), inventory_kinds.words(lambda kind: kind.accepts)
        )
        self.assertEqual(
            ('',), inventory_kinds.words(lambda kind: kind.deletes_hosts)
        )

    def test_only_a_smart_inventory_is_filtered(self):
        self.assertEqual(
            ('smart',), inventory_kinds.words(lambda kind: kind.is_filtered)
        )

    def test_an_inventory_with_inputs_cannot_be_an_input(self):
        for kind in _KINDS:
            self.assertNotEqual(kind.has_inputs, kind.can_be_input)

    def test_every_way_to_find_and_to_copy_hosts_has_a_function(self):
        self.assertEqual(
            set(inventory_kinds.Members), selects.SELECT_HOSTS.keys()
        )
        self.assertEqual(set(inventory_kinds.Contents), copying.COPY.keys())
