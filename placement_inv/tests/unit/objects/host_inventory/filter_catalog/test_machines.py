"""The entities of hosts, groups, inventories and organizations."""

import sqlalchemy as sa
import testtools

from placement_inv import smartfilter
from placement_inv.objects.host_inventory.filter_catalog import machines

_Kind = smartfilter.Kind


def _sql(field, table):
    return str(field.column(table))


class TestMachines(testtools.TestCase):
    def test_counts_of_inventories_are_computed_fields(self):
        for name, kind in (
            ('total_hosts', _Kind.INTEGER),
            ('inventory_sources_with_failures', _Kind.INTEGER),
            ('hosts_with_active_failures', _Kind.INTEGER),
            ('has_active_failures', _Kind.BOOLEAN),
            ('has_inventory_sources', _Kind.BOOLEAN),
        ):
            field = machines.INVENTORY.step(name)
            self.assertEqual(kind, field.kind, name)
            table = machines.INVENTORY.table.alias('i')
            self.assertIn('i.id', _sql(field, table), name)

    def test_a_count_of_an_alias_is_about_that_alias(self):
        table = machines.INVENTORY.table.alias('other')
        count = machines.INVENTORY.step('total_hosts').column(table)
        text = str(sa.select(table.c.id, count))
        self.assertIn('= other.id', text)
        self.assertEqual(1, text.count('host_inventories AS '), text)

    def test_users_spell_names_of_hosts_in_other_ways(self):
        host = machines.HOST
        for alias, name in (('pk', 'id'), ('group', 'groups')):
            self.assertIs(host.step(name), host.step(alias), alias)
        self.assertIs(
            host.document('effective_variables'), host.document('host_vars')
        )

    def test_only_lists_read_facts_as_text(self):
        self.assertIsNone(machines.HOST.step('ansible_facts'))
        self.assertIsNotNone(machines.HOST.document('ansible_facts'))
        field = machines.LISTED_HOST.step('ansible_facts')
        self.assertTrue(field.is_document)
        text = _sql(field, machines.HOST.table.alias('h'))
        self.assertIn('CAST', text)
        self.assertIn('= h.id', text)

    def test_all_groups_continue_upwards(self):
        relation = machines.HOST.step('all_groups')
        join = relation.below(machines.GROUP.table.alias('g'))
        self.assertIn('parent_id', str(join.on))
        self.assertIn('g.id', str(join.on))
        self.assertIsNone(machines.HOST.step('groups').below)

    def test_relations_of_search_have_the_singular_as_a_name(self):
        for entity, search_name, name in (
            (machines.HOST, 'group', 'groups'),
            (machines.HOST, 'inventory_source', 'inventory_sources'),
            (machines.ORGANIZATION, 'inventory', 'inventories'),
        ):
            self.assertEqual(name, entity.searched_relation(search_name).name)
