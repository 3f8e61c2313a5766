import sqlalchemy as sa
import testtools

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import statement_limits
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_t = tables.host_inventory


@transactions.reader
def _read(ctx, select):
    return ctx.connection.execute(select).all()


@transactions.writer
def _write(ctx, statement):
    return ctx.connection.execute(statement).rowcount


class TestTables(testtools.TestCase):
    def test_every_table_of_the_family_is_limited_or_needs_no_limits(self):
        family = {
            table.name
            for module in (tables.host_inventory, tables.access)
            for table in vars(module).values()
            if isinstance(table, sa.Table)
        }
        self.assertEqual(
            family,
            statement_limits.LIMITED | statement_limits.UNLIMITED,
        )
        self.assertEqual(
            set(), statement_limits.LIMITED & statement_limits.UNLIMITED
        )


@base.on_every_database
class TestLimits(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.mine = tenants.add(self, 'mine')
        self.other = tenants.add(self, 'other')
        self.limited = tenants.limited_context(
            self,
            project_id='mine',
            token_roles=frozenset((roles.INVENTORY_ADMIN, roles.AUDITOR)),
        )

    def test_selects_find_the_rows_of_the_caller(self):
        hosts, inventories = _t.hosts, _t.host_inventories
        for select in (
            sa.select(hosts.c.id),
            sa.select(hosts.alias('renamed').c.id),
            sa.select(hosts.c.id).select_from(hosts.join(inventories)),
            sa.select(hosts.c.id).join_from(hosts, inventories),
        ):
            with self.subTest(select=str(select)):
                self.assertEqual(
                    [(self.mine.host,)], _read(self.limited, select)
                )
                self.assertEqual(2, len(_read(self.ctx, select)))

    def test_counts_are_those_of_the_caller(self):
        count = sa.select(sa.func.count())
        for select in (
            count.select_from(_t.hosts),
            count.where(_t.hosts.c.name == 'h'),
        ):
            self.assertEqual([(1,)], _read(self.limited, select))
            self.assertEqual([(2,)], _read(self.ctx, select))

    def test_a_changed_row_is_one_of_the_caller(self):
        change = _t.hosts.update().values(description='new')
        self.assertEqual(1, _write(self.limited, change))
        self.assertEqual(1, _write(self.limited, _t.hosts.delete()))
        self.assertEqual(
            [(self.other.host, '')],
            self.rows(sa.select(_t.hosts.c.id, _t.hosts.c.description)),
        )

    def test_a_subquery_that_is_not_limited_is_refused(self):
        inner = sa.select(_t.hosts.c.id)
        count = sa.select(sa.func.count()).select_from(inner.subquery())
        union = sa.union_all(inner, inner)
        for statement in (count, union):
            self.assertRaises(
                statement_limits.NotLimited, _read, self.limited, statement
            )

    def test_a_statement_is_marked_if_its_subquery_is_limited(self):
        inner = statement_limits.limit_select(
            self.limited, sa.select(_t.hosts.c.id)
        )
        count = sa.select(sa.func.count()).select_from(inner.subquery())
        self.assertEqual(
            [(1,)], _read(self.limited, statement_limits.mark(count))
        )

    def test_a_nested_transaction_adds_a_condition_once(self):
        @transactions.reader
        def outer(ctx):
            return _read(ctx, sa.select(_t.hosts.c.id))

        with self.count_statements() as counter:
            outer(self.limited)
        (statement,) = counter.statements
        self.assertEqual(1, str(statement).count('project_id ='))

    def test_no_statement_of_others_is_changed(self):
        with self.count_statements() as counter:
            _read(self.ctx, sa.select(_t.hosts.c.id))
        (statement,) = counter.statements
        self.assertNotIn('project_id', str(statement))
