"""Builders of fields, relations and entities."""

import sqlalchemy as sa
import testtools

from placement_inv import smartfilter
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.filter_catalog import parts

_Kind = smartfilter.Kind

_THINGS = sa.Table(
    'things',
    sa.MetaData(),
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('name', sa.String(255)),
    sa.Column('is_on', sa.Boolean),
    sa.Column('owner_id', sa.Integer),
    sa.Column('created_at', base.DateTime),
    sa.Column('updated_at', base.DateTime),
    sa.Column('created_by_id', sa.Integer),
    sa.Column('modified_by_id', sa.Integer),
    sa.Column('document', sa.JSON),
)
_LINKS = sa.Table(
    'links',
    sa.MetaData(),
    sa.Column('thing_id', sa.Integer),
    sa.Column('other_id', sa.Integer),
)


class TestParts(testtools.TestCase):
    def test_the_kind_of_a_field_follows_from_the_type(self):
        for name, kind in (
            ('id', _Kind.INTEGER),
            ('name', _Kind.TEXT),
            ('is_on', _Kind.BOOLEAN),
            ('created_at', _Kind.DATETIME),
        ):
            field = parts.field('wire', _THINGS.c[name])
            self.assertEqual(('wire', kind), (field.name, field.kind))
        self.assertRaises(
            StopIteration, parts.field, 'wire', _THINGS.c.document
        )

    def test_a_join_by_columns_is_to_a_new_alias_each_time(self):
        join = parts.by_columns('owner_id', _THINGS, 'id')
        parent = _THINGS.alias('parent')
        first, second = join(parent), join(parent)
        self.assertIsNot(first.target, second.target)
        sides = {
            side.name: side.table for side in (first.on.left, first.on.right)
        }
        self.assertEqual({'owner_id': parent, 'id': first.target}, sides)

    def test_a_join_by_link_goes_through_the_association_table(self):
        join = parts.by_link(_LINKS, 'thing_id', 'other_id', _THINGS)
        result = join(_THINGS.alias('parent'))
        text = str(sa.select(result.target.c.id).select_from(result.source))
        self.assertIn('links', text)
        self.assertIn('other_id', text)
        self.assertIn('parent.id', str(result.on))

    def test_a_join_by_id_evaluates_an_expression_of_the_parent(self):
        join = parts.by_id(_THINGS, lambda parent: parent.c.owner_id + 1)
        result = join(_THINGS.alias('parent'))
        self.assertIn('parent.owner_id + ', str(result.on))

    def test_an_empty_relation_matches_nothing(self):
        relation = parts.empty_relation('last_job', 'thing', _THINGS)
        self.assertEqual('false', str(relation.join(_THINGS).on))

    def test_an_entity_has_filterable_columns_and_common_steps(self):
        entity = parts.entity(
            'thing',
            'Thing',
            _THINGS,
            (
                columns.Column('id', filterable=True),
                columns.Column('name', filterable=True),
                columns.Column('is_on'),
            ),
            parts.field('extra', _THINGS.c.owner_id),
            aliases={'title': 'name'},
        )
        self.assertEqual(
            {
                'id', 'name', 'created', 'modified', 'created_by',
                'modified_by', 'extra',
            },
            set(entity.names()),
        )  # fmt: skip
        self.assertIs(entity.step('name'), entity.step('title'))
        self.assertIs(entity.step('id'), entity.step('pk'))
        self.assertIsNone(entity.step('is_on'))
