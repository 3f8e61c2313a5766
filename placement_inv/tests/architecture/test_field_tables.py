"""The field tables of each noun agree with the database and each other."""

import dataclasses
from typing import Any

import testtools

from placement_inv.db import tables
from placement_inv.db.tables import base
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import references
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.groups import fields as group_fields
from placement_inv.handlers.host_inventory.hosts import fields as host_fields
from placement_inv.handlers.host_inventory.inventories import (
    fields as inventory_fields,
)
from placement_inv.handlers.host_inventory.organizations import (
    fields as organization_fields,
)
from placement_inv.handlers.host_inventory.sources import (
    fields as source_fields,
)
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import groups
from placement_inv.objects.host_inventory.columns import hosts
from placement_inv.objects.host_inventory.columns import inventories
from placement_inv.objects.host_inventory.columns import organizations
from placement_inv.objects.host_inventory.columns import sources
from placement_inv.objects.host_inventory.columns import updates

_t = tables.host_inventory

#: Preconditions of a write, which are compared and never stored.
_CONDITIONS = ('generation',)
#: Lists could be filtered by these before bodies contained them.
_ALWAYS_LISTED = ('kind', 'host_filter')


@dataclasses.dataclass(frozen=True)
class Noun:
    table: Any
    columns: tuple[columns.Column, ...]
    fields: tuple[form.Field, ...] = ()

    @property
    def stored_fields(self):
        """Return {column: field} of the fields that are stored."""
        return {
            field.key: field
            for field in self.fields
            if field.key not in _CONDITIONS
            and not isinstance(field.kind, references.NoReference)
        }


_NOUNS = {
    'organizations': Noun(
        _t.organizations,
        organizations.COLUMNS,
        organization_fields.FORM.fields,
    ),
    'inventories': Noun(
        _t.host_inventories,
        inventories.COLUMNS,
        inventory_fields.FORM.fields,
    ),
    'hosts': Noun(_t.hosts, hosts.COLUMNS, host_fields.FORM.fields),
    'groups': Noun(_t.host_groups, groups.COLUMNS, group_fields.FORM.fields),
    'sources': Noun(
        _t.inventory_sources, sources.COLUMNS, source_fields.FORM.fields
    ),
    'updates': Noun(_t.inventory_updates, updates.COLUMNS),
}


class TestTables(testtools.TestCase):
    def test_every_column_of_the_database_is_in_the_table_of_its_noun(self):
        for name, noun in _NOUNS.items():
            names = [column.name for column in noun.columns]
            self.assertEqual(
                sorted(each.name for each in noun.table.c),
                sorted((*names, *columns.BOOKKEEPING)),
                name,
            )

    def test_writable_columns_are_the_fields_of_forms(self):
        for name, noun in _NOUNS.items():
            self.assertEqual(
                set(columns.writable(noun.columns)),
                set(noun.stored_fields),
                name,
            )

    def test_fields_of_bodies_are_readable_columns(self):
        for name, noun in _NOUNS.items():
            keys = {
                key
                for key, field in noun.stored_fields.items()
                if field.is_shown
            }
            self.assertEqual(
                set(), keys - set(columns.readable(noun.columns)), name
            )

    def test_the_lengths_of_fields_are_those_of_columns(self):
        lengths = 0
        for name, noun in _NOUNS.items():
            for key, field in noun.stored_fields.items():
                type_ = noun.table.c[key].type
                if not isinstance(field.kind, field_types.Text):
                    continue
                max_length = None if type_ is base.LongText else type_.length
                self.assertEqual(
                    max_length, field.kind.max_length, (name, key)
                )
                lengths += max_length is not None
        self.assertGreater(lengths, 8)

    def test_list_filters_know_a_field_from_its_version_on(self):
        for name, noun in _NOUNS.items():
            filterable = columns.filterable(noun.columns)
            for key, field in noun.stored_fields.items():
                if (
                    field.since == versions.FIRST
                    or key not in filterable
                    or key in _ALWAYS_LISTED
                ):
                    continue
                self.assertEqual(
                    field.since, versions.LIST_FIELDS.get(key), (name, key)
                )
