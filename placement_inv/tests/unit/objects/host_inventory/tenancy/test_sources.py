import unittest

import sqlalchemy as sa

from placement_inv.objects.host_inventory.tenancy import sources

_METADATA = sa.MetaData()
_A = sa.Table('a', _METADATA, sa.Column('id', sa.Integer))
_B = sa.Table(
    'b', _METADATA, sa.Column('a_id', sa.Integer, sa.ForeignKey('a.id'))
)


def _names(select):
    return [sources.name_of(each) for each in sources.list_sources(select)]


class TestSources(unittest.TestCase):
    def test_the_first_source(self):
        alias = _B.alias('other')
        for select in (
            sa.select(_B.c.a_id),
            sa.select(_B.c.a_id, _A.c.id).select_from(_B.join(_A)),
            sa.select(_B.c.a_id).join(_A, _A.c.id == _B.c.a_id),
            sa.select(_A.c.id).select_from(_B.outerjoin(_A)),
            sa.select(sa.func.count()).where(_B.c.a_id == 1),
            sa.select(sa.func.count()).select_from(_B),
            sa.select(_A.c.id).join_from(_B, _A),
            sa.select(alias.c.a_id),
        ):
            with self.subTest(select=str(select)):
                self.assertEqual('b', _names(select)[0])

    def test_inner_joins_have_both_tables(self):
        names = _names(sa.select(_B.c.a_id).select_from(_B.join(_A)))
        self.assertEqual({'a', 'b'}, set(names))

    def test_outer_joins_leave_the_other_table_out(self):
        for select in (
            sa.select(_B.c.a_id, _A.c.id).select_from(_B.outerjoin(_A)),
            sa.select(_B.c.a_id, _A.c.id).outerjoin_from(_B, _A),
        ):
            with self.subTest(select=str(select)):
                self.assertEqual({'b'}, set(_names(select)))

    def test_tables_of_subqueries_are_none_of_the_select(self):
        ids = sa.select(_A.c.id)
        for select in (
            sa.select(_B.c.a_id).where(_B.c.a_id.in_(ids)),
            sa.select(sa.func.count()).where(_B.c.a_id.in_(ids)),
            sa.select(_B.c.a_id).where(sa.exists().where(_A.c.id == 1)),
        ):
            with self.subTest(select=str(select)):
                self.assertEqual({'b'}, set(_names(select)))

    def test_a_subquery_is_no_table(self):
        (source,) = sources.list_sources(
            sa.select(sa.select(_A.c.id).subquery())
        )
        self.assertNotIsInstance(sources.base_of(source), sa.TableClause)
