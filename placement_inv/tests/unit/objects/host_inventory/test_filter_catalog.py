"""Catalogs: their roots, and the entities that relations lead to."""

import testtools

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.filter_catalog import machines

_CATALOGS = {
    'ORGANIZATIONS': 'organization',
    'INVENTORIES': 'inventory',
    'HOSTS': 'host',
    'LISTED_HOSTS': 'host',
    'GROUPS': 'group',
    'SOURCES': 'inventory_source',
    'UPDATES': 'inventory_update',
    'EVENTS': 'inventory_update_event',
    'USERS': 'user',
    'TOKENS': 'o_auth2_access_token',
    'CHANGES': 'activity_stream',
}


class TestFilterCatalog(testtools.TestCase):
    def test_each_catalog_has_the_root_of_its_name(self):
        for name, root in _CATALOGS.items():
            catalog = getattr(filter_catalog, name)
            self.assertEqual(root, catalog.root.name)

    def test_every_relation_leads_to_an_entity_of_the_catalog(self):
        for name in _CATALOGS:
            catalog = getattr(filter_catalog, name)
            for entity in (catalog.root, *catalog.others):
                for step in entity.steps:
                    if isinstance(step, smartfilter.Relation):
                        target = catalog.target(step)
                        self.assertEqual(step.target, target.name, name)

    def test_host_filter_does_not_read_facts_as_text(self):
        self.assertIs(machines.HOST, filter_catalog.HOSTS.root)
        self.assertIs(machines.LISTED_HOST, filter_catalog.LISTED_HOSTS.root)
        for name in ('GROUPS', 'INVENTORIES'):
            entities = getattr(filter_catalog, name).others
            self.assertIn(machines.LISTED_HOST, entities)
            self.assertNotIn(machines.HOST, entities)

    def test_no_entity_occurs_twice(self):
        for name in _CATALOGS:
            catalog = getattr(filter_catalog, name)
            names = [entity.name for entity in (catalog.root, *catalog.others)]
            self.assertEqual(len(set(names)), len(names), name)
