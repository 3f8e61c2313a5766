"""A fact is found by its index exactly where it is the same JSON value."""

import sqlalchemy as sa
import testtools

from placement_inv.db import tables
from placement_inv.objects.host_inventory import fact_batches
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.smartfilter import checked
from placement_inv.smartfilter import compiler
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_HOSTS = tables.host_inventory.hosts

#: Each a value that is kept, and others that are the same one.
_VALUES = (
    (8, 8.0),
    ('8',),
    (0, -0.0),
    (0.5,),
    (1e20, 100000000000000000000),
    (True,),
    ('true',),
    (None,),
    ('null',),
    ('',),
    (' ',),
    ('a b',),
    ('f',),
    ('say "no"',),
    ('back\\slash',),
    ('line\nbreak\ttab',),
    ('Grüße 🐎',),
    ('x' * 300,),
    ('x' * 299 + 'y',),
)


@base.on_every_database
class TestFactIndexes(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx).id
        self.names = [f'web{number}' for number in range(len(_VALUES) + 2)]
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.insert(),
                [
                    {'host_inventory_id': inventory, 'name': name}
                    for name in self.names
                ],
            )
        documents = [{'f': values[0], 'g': 'f'} for values in _VALUES]
        # Elsewhere, or in a list or an object, is not there.
        documents += [{'f': {'f': 8}, 'h': 8}, {'f': [8]}]
        fact_batches.merge(
            self.ctx, inventory, dict(zip(self.names, documents, strict=True))
        )

    def _found(self, operand, *steps):
        catalog = filter_catalog.HOSTS
        test = checked.HoldsTest(
            (), catalog.root.document('ansible_facts'), steps, operand, None
        )
        condition = compiler.condition(checked.Checked(test, catalog, None))
        select = sa.select(_HOSTS.c.name).where(condition)
        return {name for (name,) in self.rows(select)}

    def test_what_is_the_same_is_found(self):
        for name, values in zip(self.names, _VALUES, strict=False):
            for value in values:
                self.assertEqual({name}, self._found(value, 'f'), repr(value))

    def test_what_is_deeper_is_found_there_alone(self):
        inside, listed = self.names[-2:]
        self.assertEqual({inside}, self._found(8, 'f', 'f'))
        self.assertEqual({listed}, self._found(8, 'f', checked.EACH))
        self.assertEqual({inside}, self._found(8, 'h'))
        self.assertEqual(set(), self._found(8, 'nowhere'))


class TestPlan(base.DatabaseTest, testtools.TestCase):
    """PostgreSQL alone has an index of single facts."""

    backend = 'postgresql'
    __test__ = True

    def _plan(self, text):
        with self.database.engine.begin() as connection:
            return str(connection.exec_driver_sql(f'EXPLAIN {text}').all())

    def test_a_filter_asks_the_function(self):
        catalog = filter_catalog.HOSTS
        test = checked.HoldsTest(
            (), catalog.root.document('ansible_facts'), ('f',), 8, None
        )
        condition = compiler.condition(checked.Checked(test, catalog, None))
        select = sa.select(_HOSTS.c.id).where(condition)
        text = select.compile(
            self.database.engine, compile_kwargs={'literal_binds': True}
        )
        plan = self._plan(text)
        self.assertIn('hosts_of_fact', plan)
        self.assertNotIn('fact_terms', plan)

    def test_the_function_looks_into_the_index_alone(self):
        # Few rows as there are here, it is the same without the setting.
        with self.database.engine.begin() as connection:
            body = connection.exec_driver_sql(
                'SELECT prosrc, proconfig FROM pg_proc '
                "WHERE proname = 'hosts_of_fact'"
            ).one()
            self.assertEqual(['enable_seqscan=off'], body.proconfig)
            connection.exec_driver_sql('SET LOCAL enable_seqscan = off')
            asked = body.prosrc.replace('(fact)', "('{}'::jsonb)")
            plan = connection.exec_driver_sql(f'EXPLAIN {asked}').all()
        self.assertIn('ix_host_facts_terms', str(plan))
