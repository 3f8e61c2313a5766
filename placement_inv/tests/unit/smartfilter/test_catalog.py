"""Entities and their steps."""

import unittest

from placement_inv.smartfilter import catalog

_NAME = catalog.Field('name', catalog.Kind.TEXT)
_SECRET = catalog.Field('secret', catalog.Kind.TEXT, sensitive=True)
_FACTS = catalog.Document('facts')
_GROUPS = catalog.Relation('groups', 'group', search_names=('group',))
_HOST = catalog.Entity(
    'host',
    'Host',
    None,
    (_NAME, _SECRET, _FACTS, _GROUPS),
    aliases={'title': 'name'},
)
_GROUP = catalog.Entity('group', 'Group', None, (_NAME,))


class TestEntity(unittest.TestCase):
    def test_fields_and_relations_are_steps(self):
        self.assertIs(_NAME, _HOST.step('name'))
        self.assertIs(_NAME, _HOST.step('title'))
        self.assertIs(_GROUPS, _HOST.step('groups'))
        self.assertIsNone(_HOST.step('facts'))
        self.assertIsNone(_HOST.step('nothing'))

    def test_documents_are_found_separately(self):
        self.assertIs(_FACTS, _HOST.document('facts'))
        self.assertIsNone(_HOST.document('name'))

    def test_relations_may_be_searched_by_another_name(self):
        for name in ('groups', 'group'):
            self.assertIs(_GROUPS, _HOST.searched_relation(name))
        self.assertIsNone(_HOST.searched_relation('name'))

    def test_sensitive_steps_are_not_suggested(self):
        self.assertEqual(['name', 'facts', 'groups'], _HOST.names())


class TestCatalog(unittest.TestCase):
    def test_a_relation_leads_to_its_entity(self):
        both = catalog.Catalog(_HOST, (_GROUP,))
        self.assertIs(_GROUP, both.target(_GROUPS))
        with self.assertRaises(LookupError):
            catalog.Catalog(_HOST).target(_GROUPS)
