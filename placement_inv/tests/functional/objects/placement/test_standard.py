"""The traits and resource classes that every deployment has."""

import os_resource_classes
import os_traits
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import standard
from placement_inv.tests.functional import base

_TRAITS = tables.placement.traits
_CLASSES = tables.placement.resource_classes


@base.on_every_database
class TestSync(base.DatabaseTest):
    def _names(self, table):
        return [name for (name,) in self.rows(sa.select(table.c.name))]

    def test_repeated_syncs_add_each_name_once(self):
        for _ in range(2):
            standard.sync(self.ctx)
            self.assertEqual(
                sorted(os_traits.get_traits()), sorted(self._names(_TRAITS))
            )
            self.assertEqual(
                sorted(os_resource_classes.STANDARDS),
                sorted(self._names(_CLASSES)),
            )

    def test_only_missing_names_are_inserted(self):
        standard.sync(self.ctx)
        with self.database.engine.begin() as connection:
            connection.execute(
                _TRAITS.delete().where(_TRAITS.c.name == 'HW_NIC_SRIOV')
            )
        with self.count_statements() as counter:
            standard.sync(self.ctx)
        writes = [
            each for each in counter.statements if each.startswith('INSERT')
        ]
        self.assertEqual(1, len(writes), counter)
        self.assertIn('HW_NIC_SRIOV', self._names(_TRAITS))
