"""What follows from a tuple of columns."""

import dataclasses

import sqlalchemy as sa
import testtools

from placement_inv.objects.host_inventory.columns import column as columns

_COLUMNS = (
    columns.Column('id', filterable=True),
    columns.Column('name', writable=True, copyable=True),
    columns.Column('text', writable=True, copyable=True, filterable=True),
    columns.Column('document', copyable=True, read=False),
)


class TestLoops(testtools.TestCase):
    def test_each_use_has_its_columns(self):
        self.assertEqual(('id', 'name', 'text'), columns.readable(_COLUMNS))
        self.assertEqual(('name', 'text'), columns.writable(_COLUMNS))
        self.assertEqual(
            ('name', 'text', 'document'), columns.copyable(_COLUMNS)
        )
        self.assertEqual(('id', 'text'), columns.filterable(_COLUMNS))

    def test_a_table_gives_its_columns_in_the_order_of_the_names(self):
        table = sa.table('t', sa.column('id'), sa.column('name'))
        self.assertEqual(
            (table.c.name, table.c.id),
            columns.of_table(table, ('name', 'id')),
        )


class TestValues(testtools.TestCase):
    def test_a_subclass_adds_fields_of_other_tables(self):
        @dataclasses.dataclass(frozen=True, slots=True)
        class Row(columns.value_class('Base', _COLUMNS)):
            inventory: str

        row = Row(id=1, name='n', text='t', inventory='i')
        self.assertEqual((1, 'n', 't', 'i'), dataclasses.astuple(row))
        self.assertRaises(
            dataclasses.FrozenInstanceError, setattr, row, 'name', 'other'
        )
        self.assertFalse(hasattr(row, '__dict__'))
